// SPDX-License-Identifier: Apache-2.0
// In the manner of pipelines that bake a cache for each layer one after the other, then render all layers.
const JOB_TYPE = {
  label: 'Bake and Render Layers',
  settings: [
    { key: 'blendfile', type: 'string', required: true },
    { key: 'cache', type: 'string', subtype: 'dir_path', required: true },
    { key: 'layers', type: 'string', required: true, description: 'JSON: name to frame range' },
    { key: 'frames_per_task', type: 'int32', default: 50 },
    { key: 'dry_run', type: 'bool', default: false },
  ],
};

const blender = (blendfile, ...args) =>
  author.Command('blender-render', { exe: '{blender}', exeArgs: '{blenderArgs}', argsBefore: ['--log-level', 0], blendfile, args: args.flat() });

const pipe = (...steps) => (value) => steps.reduce((result, step) => step(result), value);

function compileJob(job) {
  const { blendfile, cache, layers, frames_per_task: size, dry_run = false, ...unknown } = job.settings;
  let parsed;
  try {
    parsed = JSON.parse(layers);
  } catch ({ message }) {
    throw new Error(`The layers are not JSON: ${message}`);
  }
  const byName = new Map(Object.entries(parsed).sort(([one], [other]) => one.localeCompare(other)));
  const safe = pipe((name) => name.normalize('NFC'), (name) => name.replace(/[^\p{L}\p{N}_-]+/gu, '_'));
  let before = null;
  const bakes = {};
  for (const [layer, range] of byName) {
    const bake = author.Task(`bake ${layer}`, 'simulation');
    bake.addCommand(blender(blendfile, '--python-expr', `bake(${JSON.stringify(layer)}, r"${path.join(cache, safe(layer))}")`));
    before && bake.addDependency(before);
    job.addTask((before = bakes[layer] = bake));
    job.metadata[`bake_${safe(layer)}`] = String(range ?? 'none');
  }
  outer: for (const [layer, range] of byName) {
    if (!range) continue outer;
    frameChunker(range, size).forEach((chunk, index, { length }) => {
      const task = author.Task(`${layer} ${index + 1}/${length}`, 'blender');
      if (dry_run) task.addCommand(author.Command('echo', { message: `would render ${chunk}`, nested: { list: [{ chunk }], nothing: null, missing: undefined } }));
      else task.addCommand(blender(blendfile, ['--scene', layer], ['--render-frame', chunk.replaceAll('-', '..')]));
      task.addDependency(bakes[layer]);
      job.addTask(task);
    });
  }
  job.settings.ignored = Object.keys(unknown).join();
  job.settings.layer_count = byName.size;
}
