/**
 * Part of the statement that ends runs: what their webhooks are to be told goes into the outbox together with the end,
 * so that neither stands without the other. `ended` names the runs, whole rows; `values` is the thread's state.
 */
export const toOutbox = (ended: string, values: string): string => `
  told as (
    insert into webhook_deliveries (tenant_id, delivery_id, run_id, thread_id, url, run, values)
    select r.tenant_id, r.run_id, r.run_id, r.thread_id, r.kwargs ->> 'webhook',
      json_build_object(
        'run_id', r.run_id, 'thread_id', r.thread_id, 'assistant_id', r.assistant_id, 'created_at', r.created_at,
        'updated_at', r.updated_at, 'status', r.status, 'metadata', r.metadata, 'kwargs', r.kwargs,
        'multitask_strategy', r.multitask_strategy, 'cancel_reason', r.cancel_reason, 'started_at', r.started_at,
        'ended_at', r.ended_at, 'error', r.error
      ), ${values}
    from ${ended} r
    where r.kwargs ->> 'webhook' is not null
    on conflict (tenant_id, delivery_id) do nothing
  )`;

/** The thread's state as it was before the statement. */
export const STATE_BEFORE =
  "(select t.values from threads t where t.tenant_id = r.tenant_id and t.thread_id = r.thread_id)";
