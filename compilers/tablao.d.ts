// SPDX-License-Identifier: Apache-2.0
// What job compiler scripts may use, for editors: put this file and jsconfig.json beside the scripts, and an editor that knows
// TypeScript completes and checks them.

/** What JSON can hold. Properties that are `undefined` are left out. */
type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

/** Describes a job type: `const JOB_TYPE = { … }` at the top of the script; with `@type {JobType}` in a JSDoc comment before it, it is checked, too. */
interface JobType {
  /** What people read. */
  label: string;
  description?: string;
  settings: JobSetting[];
}

interface JobSetting {
  /** The name under which the script finds it, in `job.settings`. */
  key: string;
  type: 'string' | 'int32' | 'float' | 'bool';
  /** What kind of path a string is. */
  subtype?: 'file_path' | 'dir_path' | 'file_name' | 'hashed_file_path';
  /** The only values that a string may have. */
  choices?: string[];
  /** Further arguments of Blender's property, such as `{ min: 1, max: 100 }`. */
  propargs?: { [key: string]: Json };
  description?: string;
  label?: string;
  /** Taken when the submission leaves the setting out. */
  default?: string | number | boolean;
  /** A Python expression, evaluated by Blender's add-on. */
  eval?: string;
  evalInfo?: { showLinkButton?: boolean; description?: string };
  /** Where people see it; `visible` unless given. */
  visible?: 'visible' | 'hidden' | 'submission' | 'web';
  /** Whether a submission without it is refused, unless there is a default. An empty string is a value. */
  required?: boolean;
  /** Whether it may be changed after submission. */
  editable?: boolean;
}

/** The submitted job, as `compileJob(job)` gets it. */
interface Job {
  readonly jobID: string;
  readonly name: string;
  readonly jobType: string;
  readonly priority: number;
  readonly status: string;
  /** When it was submitted; `formatTimestampLocal` takes it. */
  readonly created: Date;
  /** May be changed: what the script leaves here is stored with the job. */
  settings: { [key: string]: any };
  /** May be changed; texts only. */
  metadata: { [key: string]: string };
  readonly storage: { [key: string]: any };
  /** Empty when the job has no worker tag. */
  readonly workerTagUUID: string;
  /** Each task once; in the order in which they are added, they are shown. */
  addTask(task: Task): void;
}

/** A piece of work that one worker carries out. */
interface Task {
  name: string;
  type: string;
  /** Higher runs earlier within the job; 50 unless changed. */
  priority: number;
  /** Commands run one after the other. */
  addCommand(command: Command): void;
  /** This task waits until the other one is completed. Either may be added to the job first. */
  addDependency(task: Task): void;
}

/** One step of a task. */
interface Command {
  readonly name: string;
  readonly parameters: { [key: string]: Json };
  readonly totalStepCount: number;
}

interface Author {
  /** A task, not yet part of the job. `new` may be left out. Both texts are trimmed, and must not be empty. */
  Task: { (name: string, type: string): Task; new (name: string, type: string): Task };
  /** A command, not yet part of a task. `totalStepCount`: how many steps it will report, for progress bars. */
  Command: {
    (name: string, parameters: { [key: string]: Json }, totalStepCount?: number): Command;
    new (name: string, parameters: { [key: string]: Json }, totalStepCount?: number): Command;
  };
}

declare const author: Author;

/** Paths of every platform, whatever the platform of the farm: both separators are understood, results have `/`. */
interface Paths {
  /** `basename('C:\\a\\b.txt')` is `b.txt`. */
  basename(path: string): string;
  /** `dirname('C:\\f')` is `C:`. */
  dirname(path: string): string;
  /** Joins with `/` and cleans `.` and `..`; of nothing, an empty text. */
  join(...paths: string[]): string;
  /** The file name without its last extension: `stem('stem.tar.gz')` is `stem.tar`. */
  stem(path: string): string;
}

declare const path: Paths;

interface Process {
  /** Of the farm's compiler. */
  readonly platform: 'linux' | 'windows' | 'darwin';
  cwd(): string;
}

declare const process: Process;

/** Frames in chunks: `frameChunker('1-10', 4)` is `['1-4', '5-8', '9,10']`. */
declare function frameChunker(frames: string, chunkSize: number): string[];
/** How many different frames: `frameCount('1-10, 5-12')` is 12. */
declare function frameCount(frames: string): number;
/** Local time, such as `2026-01-31_235959`. */
declare function formatTimestampLocal(time: Date | string | number): string;
/** Words as a POSIX shell splits them, without expansions. */
declare function shellSplit(text: string): string[];
/** To the compiler's log, at level info. */
declare function print(...values: any[]): void;
/** To the compiler's log, at level warning. */
declare function alert(...values: any[]): void;
/** `author`, `path`, `process`, or a script beside this one, such as `./lib.js`, whose `exports` it returns. */
declare function require(module: string): any;
/** Of a module: what it gives to those who require it. */
declare const module: { exports: any };
declare const exports: any;

declare module 'author' {
  const author: Author;
  export = author;
}
declare module 'path' {
  const path: Paths;
  export = path;
}
declare module 'process' {
  const process: Process;
  export = process;
}
