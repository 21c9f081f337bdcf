/** The role the service works as: it owns nothing and cannot bypass row-level security. */
export const APP_ROLE = "raptorflow_app";

/** Owns the schema of the job queue, which has its name; it is let in nowhere else. */
export const JOBS_ROLE = "raptorflow_jobs";
