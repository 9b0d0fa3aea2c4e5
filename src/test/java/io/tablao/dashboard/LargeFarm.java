// SPDX-License-Identifier: Apache-2.0
package io.tablao.dashboard;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Puts the rows of a large farm into the projection, as if its events had been: what pages show of it is the same. */
final class LargeFarm {

    static final String JOB = "00000000-0000-4000-8000-000000000001";

    private LargeFarm() {}

    /** @param jobs beside one job of so many tasks */
    static void fill(int jobs, int tasks, int workers) throws SQLException {
        Config config = ConfigProvider.getConfig();
        try (Connection connection = DriverManager.getConnection(
                        config.getValue("quarkus.datasource.jdbc.url", String.class),
                        config.getValue("quarkus.datasource.username", String.class),
                        config.getValue("quarkus.datasource.password", String.class));
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into worker (id, session, name, platform, software, task_types, tags, status, registered, last_seen)
                    select gen_random_uuid(), gen_random_uuid(), 'render-' || lpad(n::text, 3, '0'),
                        (array['linux', 'linux', 'windows', 'darwin'])[1 + n %% 4], '0.1.0',
                        '{blender,ffmpeg,file-management,misc}', '{}',
                        (array['awake','awake','awake','awake','awake','asleep','awake','awake','offline','error'])[1 + n %% 10],
                        now() - interval '30 days', now() - n * interval '1 second'
                    from generate_series(1, %d) as n""".formatted(workers));
            statement.execute("""
                    insert into job (id, name, type, priority, status, activity, settings, metadata, submitter_platform,
                        created, updated, task_count, queued_tasks, active_tasks, completed_tasks, failed_tasks)
                    select gen_random_uuid(), 'shot_' || lpad((n / 7)::text, 4, '0') || '_' ||
                            (array['layout','anim','fx','light','comp','roto','final'])[1 + n %% 7],
                        (array['simple-blender-render','single-image-render','echo-sleep-test'])[1 + n %% 3], 30 + n %% 50, s.status,
                        case s.status when 'failed' then 'Too many of its tasks failed' when 'completed' then 'All its tasks are completed' else 'Tasks of it run' end,
                        '{}', '{"user.name": "' || (array['anna','bo','carla','dinesh'])[1 + n %% 4] || '", "project": "film"}', 'linux',
                        now() - n * interval '41 seconds', now() - n * interval '40 seconds', 240,
                        case s.status when 'completed' then 0 when 'queued' then 240 else 100 end,
                        case s.status when 'active' then 12 else 0 end,
                        case s.status when 'completed' then 240 when 'queued' then 0 when 'active' then 126 else 110 end,
                        case s.status when 'active' then 2 when 'failed' then 30 else 0 end
                    from generate_series(1, %d) as n
                    cross join lateral (select (array['completed','completed','active','completed','queued','failed','completed','paused','completed','canceled'])[1 + n %% 10] as status) as s""".formatted(jobs));
            statement.execute("""
                    insert into job (id, name, type, priority, status, activity, settings, metadata, submitter_platform,
                        created, updated, task_count, queued_tasks, active_tasks, completed_tasks, failed_tasks, soft_failed_tasks)
                    select '%s', 'The whole film, every frame', 'simple-blender-render', 60, 'active', 'Tasks of it run', '{"frames": "1-%d"}',
                        '{"user.name": "anna"}', 'linux', now() - interval '5 hours', now(), %d,
                        %d, 0, 0, 0, 0""".formatted(JOB, tasks, tasks, tasks));
            statement.execute("""
                    insert into task (job_id, task_index, id, name, type, priority, status, attempt, steps_completed, steps_total,
                        worker_id, created, updated, started, ended)
                    select '%s', n, gen_random_uuid(), 'render-' || (n + 1), 'blender', 50, s.status, 1,
                        case s.status when 'completed' then 1 else 0 end, 1,
                        case when s.status = 'queued' then null else w.ids[1 + n %% array_length(w.ids, 1)] end,
                        now() - interval '5 hours', now(),
                        case when s.status = 'queued' then null else now() - (%d - n) * interval '150 milliseconds' - interval '90 seconds' end,
                        case when s.status in ('completed', 'failed') then now() - (%d - n) * interval '150 milliseconds' end
                    from generate_series(0, %d - 1) as n
                    cross join (select array_agg(id order by name) as ids from worker where name like 'render-%%') as w
                    cross join lateral (select case when n > %d * 0.72 then 'queued' when n > %d * 0.715 then 'active'
                        when n %% 997 = 3 then 'failed' when n %% 211 = 0 then 'soft-failed' else 'completed' end as status) as s""".formatted(JOB, tasks, tasks, tasks, tasks, tasks));
            statement.execute("""
                    insert into task_definition (job_id, task_index, dependencies, commands)
                    select job_id, task_index, '{}', '[]' from task where job_id = '%s'""".formatted(JOB));
            statement.execute("""
                    insert into task_attempt (job_id, task_index, attempt, worker_id, started, ended, outcome, message)
                    select job_id, task_index, 1, worker_id, started, coalesce(ended, case when status = 'soft-failed' then updated end),
                        case when status = 'active' then null else status end,
                        case when status in ('failed', 'soft-failed') then 'Error: Out of memory in CUDA queue enqueue' end
                    from task where job_id = '%s' and worker_id is not null""".formatted(JOB));
            statement.execute("""
                    update job set queued_tasks = c.q, active_tasks = c.a, completed_tasks = c.c, failed_tasks = c.f, soft_failed_tasks = c.s
                    from (select count(*) filter (where status = 'queued') as q, count(*) filter (where status = 'active') as a,
                        count(*) filter (where status = 'completed') as c, count(*) filter (where status = 'failed') as f,
                        count(*) filter (where status = 'soft-failed') as s from task where job_id = '%s') as c
                    where id = '%s'""".formatted(JOB, JOB));
            statement.execute("analyze");
        }
    }
}
