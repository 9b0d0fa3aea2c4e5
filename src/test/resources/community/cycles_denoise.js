// SPDX-License-Identifier: Apache-2.0
// In the manner of scripts that grew out of an older one: var, prototypes, closures, string concatenation, and tasks that depend
// on others long before those are added.
var JOB_TYPE = {
  label: 'Render and denoise',
  settings: [
    { key: 'frames', type: 'string', required: true },
    { key: 'blendfile', type: 'string', required: true },
    { key: 'render_output_path', type: 'string', subtype: 'file_path', required: true },
    { key: 'denoise', type: 'bool', default: true },
    { key: 'extra_args', type: 'string' },
    { key: 'fps', type: 'float', default: 25 },
  ],
};

var counter = 0;

function Step(name, type) {
  this.task = author.Task(name + ' #' + (++counter), type);
}

Step.prototype.run = function (exe, args) {
  this.task.addCommand(author.Command('exec', { exe: exe, args: args }));
  return this;
};

Step.prototype.after = function () {
  var self = this;
  Array.prototype.slice.call(arguments).forEach(function (other) {
    self.task.addDependency(other.task);
  });
  return this;
};

// Not every host has it, some think.
if (!String.prototype.fill) {
  String.prototype.fill = function (values) {
    return this.replace(/\$(\w+)/g, function (all, key) {
      return key in values ? values[key] : all;
    });
  };
}

function compileJob(job) {
  var settings = job.settings;
  var dir = path.dirname(settings.render_output_path).fill({ date: formatTimestampLocal(job.created).split('_')[0] });
  var extra = settings.extra_args ? shellSplit(settings.extra_args) : [];
  var video = new Step('video', 'ffmpeg');
  var steps = [];
  var chunks = frameChunker(settings.frames, 2);
  for (var i in chunks) {
    var frames = chunks[i].replace('-', '..');
    var render = new Step('render ' + chunks[i], 'blender').run('{blender}', ['-b', settings.blendfile].concat(extra, ['-f', frames]));
    var last = render;
    if (settings.denoise) {
      last = new Step('denoise ' + chunks[i], 'misc').run('denoise', ['--frames=' + frames, dir]).after(render);
    }
    video.after(last);
    steps.push(render);
    if (last !== render) {
      steps.push(last);
    }
  }
  video.run('ffmpeg', ['-r', settings.fps + '', '-i', path.join(dir, '%06d.png'), path.join(dir, path.stem(settings.blendfile) + '.mp4')]);
  // Last first: whoever waits is added before those it waits for.
  [video].concat(steps).forEach(function (step) {
    job.addTask(step.task);
  });
  settings.render_output_path = path.join(dir, path.basename(settings.render_output_path));
  delete settings.extra_args;
}
