// SPDX-License-Identifier: Apache-2.0
// One image by many workers: each renders tiles of it, and in the end one of them puts the tiles together.

const JOB_TYPE = {
  label: 'Single Image Render',
  description: 'Render one image in tiles, on many workers at once, and merge them.',
  settings: [
    {
      key: 'frame',
      type: 'int32',
      required: true,
      eval: 'C.scene.frame_current',
      evalInfo: { showLinkButton: true, description: 'The current frame' },
      description: 'Frame to render',
    },
    {
      key: 'tile_size_x',
      type: 'int32',
      default: 512,
      propargs: { min: 16 },
      description: 'Width of a tile, in pixels',
    },
    {
      key: 'tile_size_y',
      type: 'int32',
      default: 512,
      propargs: { min: 16 },
      description: 'Height of a tile, in pixels',
    },
    {
      key: 'render_output_root',
      type: 'string',
      subtype: 'dir_path',
      required: true,
      visible: 'submission',
      description: 'Folder under which the folder of this job is made',
    },
    {
      key: 'add_path_components',
      type: 'int32',
      required: true,
      default: 0,
      propargs: { min: 0, max: 32 },
      visible: 'submission',
      description: "How many folders of the blend file's path are repeated below the root",
    },
    {
      key: 'render_output_path',
      type: 'string',
      subtype: 'file_path',
      editable: false,
      eval: "str(Path(abspath(settings.render_output_root), last_n_dir_parts(settings.add_path_components), jobname, '{timestamp}', '######'))",
      description: 'Where the image goes; #### stands for the frame number',
    },
    { key: 'blendfile', type: 'string', required: true, visible: 'web', description: 'The blend file to render' },
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
      description: 'What the name of the image ends in',
    },
    { key: 'resolution_x', type: 'int32', required: true, eval: 'C.scene.render.resolution_x', visible: 'hidden' },
    { key: 'resolution_y', type: 'int32', required: true, eval: 'C.scene.render.resolution_y', visible: 'hidden' },
    {
      key: 'resolution_scale',
      type: 'int32',
      default: 100,
      eval: 'C.scene.render.resolution_percentage',
      visible: 'hidden',
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

// Videos, and files of several layers, which Blender cannot put together from parts.
const UNMERGEABLE = ['FFMPEG', 'AVI_RAW', 'AVI_JPEG', 'MULTILAYER', 'OPEN_EXR_MULTILAYER'];
// These hold numbers and not colours for the screen.
const FLOAT_FORMATS = ['OPEN_EXR', 'EXR', 'HDR'];
// These hold colours for the screen in 8 or 16 bits; Blender reads those of 16 as numbers.
const DEEP_FORMATS = ['PNG', 'TIFF'];

function compileJob(job) {
  const settings = job.settings;
  check(settings);
  settings.render_output_path = settings.render_output_path.replaceAll(
    '{timestamp}', () => formatTimestampLocal(job.created));

  const tiles = tilesOf(settings);
  const merge = mergeTask(settings, tiles);
  for (const tile of tiles) {
    const render = renderTask(settings, tile);
    job.addTask(render);
    merge.addDependency(render);
  }
  job.addTask(merge);
}

function check(settings) {
  if (UNMERGEABLE.includes(settings.format)) {
    throw `Cannot render to format "${settings.format}": its tiles cannot be merged`;
  }
  if (!settings.render_output_path) {
    throw 'The setting render_output_path is missing';
  }
  if (settings.resolution_scale !== 100) {
    throw `The resolution scale must be 100 %, not ${settings.resolution_scale} %: set the resolution itself instead`;
  }
  for (const key of ['tile_size_x', 'tile_size_y', 'resolution_x', 'resolution_y']) {
    if (settings[key] < 1) {
      throw `The setting ${key} must be at least 1, not ${settings[key]}`;
    }
  }
}

// From the bottom left, as Blender counts. Those at the right and top may be smaller.
function tilesOf(settings) {
  const { resolution_x: width, resolution_y: height, tile_size_x: tileWidth, tile_size_y: tileHeight } = settings;
  const folder = path.join(path.dirname(settings.render_output_path), 'tiles');
  const tiles = [];
  for (let bottom = 0, row = 0; bottom < height; bottom += tileHeight, row++) {
    for (let left = 0, column = 0; left < width; left += tileWidth, column++) {
      tiles.push({
        name: `tile-${row}-${column}`,
        output: path.join(folder, `tile-${row}-${column}-######`),
        left,
        bottom,
        right: Math.min(width, left + tileWidth),
        top: Math.min(height, bottom + tileHeight),
      });
    }
  }
  return tiles;
}

function renderTask(settings, tile) {
  const python = [
    'import bpy',
    'render = bpy.context.scene.render',
    `render.resolution_x = ${settings.resolution_x}`,
    `render.resolution_y = ${settings.resolution_y}`,
    'render.resolution_percentage = 100',
    'render.use_border = True',
    'render.use_crop_to_border = True',
    `render.border_min_x = ${fraction(tile.left, settings.resolution_x)}`,
    `render.border_max_x = ${fraction(tile.right, settings.resolution_x)}`,
    `render.border_min_y = ${fraction(tile.bottom, settings.resolution_y)}`,
    `render.border_max_y = ${fraction(tile.top, settings.resolution_y)}`,
    'render.use_stamp = False',
    'render.use_file_extension = True',
    'render.use_overwrite = False',
    'render.use_placeholder = False',
  ].join('; ');

  const task = author.Task(`render-${tile.name}`, 'blender');
  task.addCommand(
    author.Command(
      'blender-render',
      {
        exe: '{blender}',
        exeArgs: '{blenderArgs}',
        argsBefore: [],
        blendfile: settings.blendfile,
        args: [
          ...(settings.scene ? ['--scene', settings.scene] : []),
          '--python-expr', python,
          '--render-output', tile.output,
          '--render-format', settings.format,
          '--render-frame', `${settings.frame}`,
        ],
      },
      1));
  return task;
}

// Blender makes pixels of it again and may cut off what is behind the point: a quarter of a pixel more keeps it from losing one.
function fraction(pixels, resolution) {
  return pixels === 0 || pixels === resolution ? pixels / resolution : (pixels + 0.25) / resolution;
}

// No braces in the Python: the farm would take what is in them for its variables.
function mergeTask(settings, tiles) {
  const format = settings.format === 'EXR' ? 'OPEN_EXR' : settings.format;
  const python = [
    // Not every Blender has numpy.
    'import array, bpy, os',
    `width, height = ${settings.resolution_x}, ${settings.resolution_y}`,
    `target = ${text(withFrame(settings.render_output_path, settings.frame) + settings.image_file_extension)}`,
    `tiles = [`,
    ...tiles.map((tile) =>
      `    (${text(withFrame(tile.output, settings.frame) + settings.image_file_extension)}, ${tile.left}, ${tile.bottom}, ${tile.right}, ${tile.top}),`),
    ']',
    'merged = array.array("f", [0.0, 0.0, 0.0, 1.0]) * (width * height)',
    'alpha = deep = False',
    'for name, left, bottom, right, top in tiles:',
    '    tile = bpy.data.images.load(name)',
    '    if tuple(tile.size) != (right - left, top - bottom):',
    '        raise SystemExit("%s has %d x %d pixels, expected %d x %d: delete it and queue its task again" % (name, *tile.size, right - left, top - bottom))',
    '    alpha = alpha or tile.depth in (32, 64, 128)',
    `    deep = ${DEEP_FORMATS.includes(format) ? 'deep or tile.is_float' : 'False'}`,
    '    columns, rows, channels = right - left, top - bottom, tile.channels',
    '    pixels = array.array("f", [0.0]) * (columns * rows * channels)',
    '    tile.pixels.foreach_get(pixels)',
    '    for row in range(rows):',
    '        line = pixels[row * columns * channels:(row + 1) * columns * channels]',
    '        at = ((bottom + row) * width + left) * 4',
    '        if channels == 4:',
    '            merged[at:at + columns * 4] = line',
    '        else:',
    '            for channel in range(3):',
    '                merged[at + channel:at + columns * 4:4] = line[min(channel, channels - 1)::channels]',
    '    space = tile.colorspace_settings.name',
    '    bpy.data.images.remove(tile)',
    `image = bpy.data.images.new("merged", width, height, alpha=alpha, float_buffer=${FLOAT_FORMATS.includes(format) ? 'True' : 'deep'})`,
    'if not deep:',
    '    image.colorspace_settings.name = space',
    'image.pixels.foreach_set(merged)',
    '# Under another name first: the image is either there and whole, or not there.',
    `unfinished = os.path.join(os.path.dirname(target), "unfinished-" + os.path.basename(target))`,
    'if deep:',
    '    # As a render is saved, for nothing else writes 16 bits as they should look.',
    '    scene = bpy.context.scene',
    '    scene.view_settings.view_transform = "Standard"',
    `    scene.render.image_settings.file_format = ${text(format)}`,
    '    scene.render.image_settings.color_mode = "RGBA" if alpha else "RGB"',
    '    scene.render.image_settings.color_depth = "16"',
    '    image.save_render(unfinished, scene=scene)',
    'else:',
    `    image.file_format = ${text(format)}`,
    '    image.filepath_raw = unfinished',
    '    image.save()',
    'os.replace(unfinished, target)',
    `print("Saved: '%s'" % target)`,
  ].join('\n');

  const task = author.Task('merge-tiles', 'blender');
  task.addCommand(
    author.Command('exec', {
      exe: '{blender}',
      args: ['--background', '--factory-startup', '--python-exit-code', '1', '--python-expr', python],
    }));
  return task;
}

// As Python writes a text, too.
function text(value) {
  return JSON.stringify(value);
}

// As Blender does it: the last #### become the number, and a path without any gets four digits.
function withFrame(output, frame) {
  const digits = (count) => (frame < 0 ? '-' : '') + `${Math.abs(frame)}`.padStart(frame < 0 ? count - 1 : count, '0');
  const hashes = /#+(?!.*#)/.exec(output);
  return hashes === null
    ? output + digits(4)
    : output.slice(0, hashes.index) + digits(hashes[0].length) + output.slice(hashes.index + hashes[0].length);
}
