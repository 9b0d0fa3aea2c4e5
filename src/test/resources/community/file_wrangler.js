// SPDX-License-Identifier: Apache-2.0
// In the manner of small scripts for the farm's odd jobs: move finished frames aside, copy files, run a program for each.
const JOB_TYPE = {
    label: "File Wrangler",
    settings: [
        {key: "sources", type: "string", required: true, subtype: "file_path"},
        {key: "destination", type: "string", required: true, subtype: "dir_path"},
        {key: "command", type: "string", default: ""},
    ],
}

const isWindows = (p) => /^[a-z]:|\\/i.test(p)

function compileJob(job) {
    const sources = job.settings.sources.split(";").map((s) => s.trim()).filter(Boolean)
    if (!sources.length) throw "Nothing to do: give at least one source"
    const stems = new Set()
    const [first, ...others] = sources.map((source) => {
        const stem = path.stem(source)
        if (stems.has(stem)) throw `Two sources are called ${stem}`
        stems.add(stem)
        const task = author.Task("copy " + path.basename(source), "file-management")
        task.addCommand(author.Command("copy-file", {src: source, dest: path.join(job.settings.destination, path.basename(source))}))
        if (isWindows(source)) task.name += " (" + path.dirname(source) + ")"
        return task
    })
    job.addTask(first)
    for (const task of others) {
        task.addDependency(first)
        job.addTask(task)
    }
    const [exe, ...args] = shellSplit(job.settings.command)
    if (exe !== undefined) {
        const run = author.Task("run", "misc")
        run.addCommand(author.Command("exec", {exe, args: [...args, process.platform === "windows" ? "/q" : "-q"]}))
        ;[first, ...others].forEach(run.addDependency, run)
        job.addTask(run)
    }
    switch (job.priority) {
        case 50: { job.metadata.urgent = "no"; break }
        default: job.metadata.urgent = "yes"
    }
}
