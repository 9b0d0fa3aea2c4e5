// SPDX-License-Identifier: Apache-2.0
// Says something, then sleeps a number of times: to see whether a farm works.

const JOB_TYPE = {
  label: 'Echo Sleep Test',
  description: 'Writes a message to a task log, then sleeps a number of times. For trying out a farm.',
  settings: [
    {
      key: 'message',
      type: 'string',
      required: true,
      description: 'What to say',
    },
    {
      key: 'sleep_duration_seconds',
      type: 'int32',
      default: 1,
      description: 'How long each of the sleeping tasks sleeps',
    },
    {
      key: 'sleep_repeats',
      type: 'int32',
      default: 1,
      description: 'How many tasks sleep',
    },
  ],
};

function compileJob(job) {
  const { message, sleep_duration_seconds: seconds, sleep_repeats: repeats } = job.settings;

  const echo = author.Task('echo', 'misc');
  echo.addCommand(author.Command('echo', { message }));
  job.addTask(echo);

  for (let count = 0; count < repeats; count++) {
    const sleep = author.Task('sleep', 'misc');
    sleep.addCommand(author.Command('sleep', { duration_in_seconds: seconds }));
    sleep.addDependency(echo);
    job.addTask(sleep);
  }
}
