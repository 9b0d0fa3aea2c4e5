// SPDX-License-Identifier: Apache-2.0
// Renders frames with Blender, a chunk a task, then makes a video of them.

const JOB_TYPE = {
  label: 'Simple Blender Render',
  description: 'Render a range of frames, and make a video of them.',
  settings: [
    // What the person who submits decides.
    {
      key: 'frames',
      type: 'string',
      required: true,
      eval: "f'{C.scene.frame_start}-{C.scene.frame_end}'",
      evalInfo: {
        showLinkButton: true,
        description: "The scene's frame range",
      },
      description: "Frames to render, for instance '47', '1-30', or '3, 5-10, 47-327'",
    },
    {
      key: 'chunk_size',
      type: 'int32',
      default: 1,
      visible: 'submission',
      description: 'How many frames one task renders',
    },
    {
      key: 'render_output_root',
      type: 'string',
      subtype: 'dir_path',
      required: true,
      visible: 'submission',
      description: 'The folder below which the frames go; a part of the output path',
    },
    {
      key: 'add_path_components',
      type: 'int32',
      required: true,
      default: 0,
      propargs: { min: 0, max: 32 },
      visible: 'submission',
      description: "How many folder names of the blend file's own path become a part of the output path",
    },
    {
      key: 'render_output_path',
      type: 'string',
      subtype: 'file_path',
      editable: false,
      eval: "str(Path(abspath(settings.render_output_root), last_n_dir_parts(settings.add_path_components), jobname, '{timestamp}', '######'))",
      description: 'Where the frames go; put together from the other settings',
    },

    // What follows from the blend file.
    {
      key: 'blendfile',
      type: 'string',
      required: true,
      visible: 'web',
      description: 'The blend file to render',
    },
    {
      key: 'fps',
      type: 'float',
      eval: 'C.scene.render.fps / C.scene.render.fps_base',
      visible: 'hidden',
    },
    {
      key: 'format',
      type: 'string',
      required: true,
      eval: 'C.scene.render.image_settings.file_format',
      visible: 'web',
    },
    {
      key: 'image_file_extension',
      type: 'string',
      required: true,
      eval: 'C.scene.render.file_extension',
      visible: 'hidden',
      description: 'What the names of the rendered frames end in',
    },
    {
      key: 'has_previews',
      type: 'bool',
      eval: 'C.scene.render.image_settings.use_preview',
      visible: 'hidden',
      description: 'Whether Blender saves a JPEG beside each frame',
    },
    {
      key: 'scene',
      type: 'string',
      eval: 'C.scene.name',
      visible: 'web',
      description: 'The scene to render; without one, the scene that the blend file was saved with',
    },
  ],
};

// Formats that make a video and not frames: tasks on several workers cannot write one file.
const VIDEO_FORMATS = ['FFMPEG', 'AVI_RAW', 'AVI_JPEG'];
// Formats that FFmpeg cannot make a nice video of.
const PREVIEWED_FORMATS = ['EXR', 'MULTILAYER', 'OPEN_EXR', 'OPEN_EXR_MULTILAYER'];

const RENDER_SETTINGS = [
  'import bpy',
  'render = bpy.context.scene.render',
  'render.use_file_extension = True',
  'render.use_overwrite = False',
  'render.use_placeholder = False',
].join('; ');

function compileJob(job) {
  const settings = job.settings;
  if (VIDEO_FORMATS.includes(settings.format)) {
    throw `Cannot render to format "${settings.format}": this job type needs single images`;
  }
  if (!settings.render_output_path) {
    throw 'The setting render_output_path is missing';
  }
  settings.render_output_path = settings.render_output_path.replaceAll(
    '{timestamp}', () => formatTimestampLocal(job.created));

  // The same for all chunks, of which there may be many.
  const output = settings.render_output_path;
  const args = [
    ...(settings.scene ? ['--scene', settings.scene] : []),
    '--python-expr', RENDER_SETTINGS,
    '--render-output', path.join(path.dirname(output), path.basename(output)),
    '--render-format', settings.format,
    '--render-frame',
  ];

  const renders = [];
  for (const chunk of frameChunker(settings.frames, settings.chunk_size)) {
    const render = renderTask(settings.blendfile, args, chunk);
    job.addTask(render);
    renders.push(render);
  }
  const video = videoTask(settings, renders);
  if (video) {
    job.addTask(video);
  }
}

function renderTask(blendfile, args, chunk) {
  const frames = chunk.includes('-') ? chunk.replace(/(\d)-/g, '$1..') : chunk;

  const task = author.Task(`render-${chunk}`, 'blender');
  task.addCommand(
    author.Command(
      'blender-render',
      {
        exe: '{blender}',
        exeArgs: '{blenderArgs}',
        argsBefore: [],
        blendfile,
        args: args.concat(frames),
      },
      frameCount(chunk)));
  return task;
}

// Null where there is nothing to make a video of.
function videoTask(settings, renders) {
  let extension = settings.image_file_extension;
  if (PREVIEWED_FORMATS.includes(settings.format)) {
    if (!settings.has_previews) {
      return null;
    }
    extension = '.jpg';
  }
  if (!settings.fps) {
    return null;
  }

  const folder = path.dirname(settings.render_output_path);
  const name = path.stem(settings.blendfile).replace('.flamenco', '');
  const frames = String(settings.frames).trim().replace(/^(-?\d+).*,.*?(\d+)$/s, '$1-$2');

  const task = author.Task('preview-video', 'ffmpeg');
  task.addCommand(
    author.Command('frames-to-video', {
      exe: 'ffmpeg',
      fps: settings.fps,
      inputGlob: path.join(folder, `*${extension}`),
      outputFile: path.join(folder, `${name}-${frames}.mp4`),
      args: [
        '-c:v', 'h264',
        '-crf', '20',
        '-g', '18',
        '-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2',
        '-pix_fmt', 'yuv420p',
        '-r', String(settings.fps),
        '-y',
      ],
    }));
  for (const render of renders) {
    task.addDependency(render);
  }
  return task;
}
