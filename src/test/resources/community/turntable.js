// SPDX-License-Identifier: Apache-2.0
"use strict";
// In the manner of a studio's script: one class that does it all, constants at the top, settings written back.
const { Task, Command } = require("author");

const JOB_TYPE = {
    label: "Turntable",
    description: "Render an asset from all sides, at several resolutions.",
    settings: [
        { key: "blendfile", type: "string", required: true, visible: "web" },
        { key: "output", type: "string", subtype: "dir_path", required: true },
        { key: "frames", type: "string", default: "1-24", evalInfo: { showLinkButton: true, description: "Scene frame range" }, eval: "f'{C.scene.frame_start}-{C.scene.frame_end}'" },
        { key: "chunk_size", type: "int32", default: 8, propargs: { min: 1, max: 100 } },
        { key: "resolutions", type: "string", default: "50%, 100%" },
        { key: "quality", type: "string", choices: ["Draft", "Final"], default: "Draft" },
        { key: "samples", type: "int32", visible: "hidden", eval: "C.scene.cycles.samples", default: 16 },
        { key: "asset", type: "string", editable: false, visible: "hidden" },
    ],
};

const SAMPLES = Object.freeze({ Draft: 0.25, Final: 1 });
const NAME = /^(?<asset>[a-z]+)[_-]v(?<version>\d{3})$/i;

class Turntable {
    static MIN_SAMPLES = 4;
    #renders = [];

    constructor(job) {
        this.job = job;
        ({ settings: this.settings, metadata: this.metadata } = job);
    }

    get folder() {
        const { asset, version } = this.parsed;
        return path.join(this.settings.output, asset.toLowerCase(), `v${version}`, formatTimestampLocal(this.job.created));
    }

    get parsed() {
        const match = path.stem(this.settings.blendfile).match(NAME);
        if (!match) throw `"${path.basename(this.settings.blendfile)}" is not named asset_v001.blend`;
        return match.groups;
    }

    *scales() {
        for (const text of this.settings.resolutions.split(/\s*,\s*/)) {
            const percent = parseInt(text, 10);
            if (Number.isNaN(percent)) throw new RangeError(`Not a resolution: ${text}`);
            yield percent;
        }
    }

    compile() {
        const make = new Task("make folder", "file-management");
        make.addCommand(new Command("make-directory", { path: this.folder }));
        const samples = Math.max(Turntable.MIN_SAMPLES, Math.round(this.settings.samples * SAMPLES[this.settings.quality]));
        for (const percent of this.scales()) {
            for (const chunk of frameChunker(this.settings.frames, this.settings.chunk_size)) {
                this.#renders.push(this.render(percent, chunk, samples, make));
            }
        }
        this.job.addTask(make);
        this.#renders.forEach((task) => this.job.addTask(task));
        this.settings.asset = this.parsed.asset;
        this.metadata["turntable.samples"] = `${samples}`;
    }

    render(percent, chunk, samples, ...after) {
        const task = new Task(`${percent}% ${chunk}`, "blender");
        task.priority = percent < 100 ? 60 : 50;
        const python = `import bpy; r = bpy.context.scene.render; r.resolution_percentage = ${percent}; bpy.context.scene.cycles.samples = ${samples}`;
        task.addCommand(new Command("blender-render", {
            exe: "{blender}", exeArgs: "{blenderArgs}", argsBefore: [], blendfile: this.settings.blendfile,
            args: ["--python-expr", python, "--render-output", path.join(this.folder, `${percent}`, "######"),
                "--render-frame", chunk.replace(/-/g, "..")],
        }, frameCount(chunk)));
        after.forEach((other) => task.addDependency(other));
        return task;
    }
}

function compileJob(job) {
    print("Compiling", job.name, "of", { frames: job.settings.frames });
    new Turntable(job).compile();
    alert("Turntables are", "large");
}
