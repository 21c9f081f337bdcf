export const USAGE = `raptorflow: a marketing team that runs as a service

  raptorflow serve [--config FILE] [--port N] [--host H] [--no-worker] [--dev]
                                            start the service, or with a langgraph.json that project's graphs
  raptorflow worker [--config FILE]         execute runs only, for the services that share DATABASE_URL
  raptorflow migrate [--config FILE]        bring the database up to date
  raptorflow doctor [--config FILE]         look at settings, database and disk, and say what to do
  raptorflow export FILE                    write all data into a file: a backup, or the way to another database
  raptorflow import FILE                    read it into a database that holds nothing yet
  raptorflow ask "PROMPT" [--thread ID]     ask the team; answers a waiting question when the thread has one
  raptorflow foundation get                 print what the team knows about the business
  raptorflow foundation set FILE            replace it from a JSON or YAML file
  raptorflow knowledge add FILE...          give the team documents to work with
  raptorflow knowledge list                 list them
  raptorflow skills                         list the skills, and what is wrong with those that do not load
  raptorflow help | --version

Options of serve (the environment says the rest: PORT, HOST, DATABASE_URL, RAPTORFLOW_API_KEY ...):
  --config FILE  a langgraph.json of any LangGraph.js project; its data is kept in .raptorflow/ beside it
  --no-worker    serve only; runs are left to other processes
  --dev          LangGraph Studio may come in without a login where auth.disable_studio_auth is false

Options of ask, foundation, knowledge and skills:
  --url URL    where the service is (else RAPTORFLOW_URL, else the one that keeps its data in
               RAPTORFLOW_DATA, else http://127.0.0.1:2024)
  --json       print JSON; with ask, one event per line and no questions

RAPTORFLOW_API_KEY is sent along when it is set.
Exit codes: 0 done, 1 failed, 2 wrong usage or no service, 3 a question waits for an answer, 130 cancelled.
`;

/** The command line cannot be understood; `instead` is what to write. */
export class UsageError extends Error {
  readonly instead: string;

  constructor(message: string, instead: string) {
    super(message);
    this.name = "UsageError";
    this.instead = instead;
  }
}
