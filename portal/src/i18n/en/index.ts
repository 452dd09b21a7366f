// The English words, one file per concept.
import audit from "./audit.json";
import common from "./common.json";
import findings from "./findings.json";
import help from "./help.json";
import home from "./home.json";
import inventory from "./inventory.json";
import jobs from "./jobs.json";
import keys from "./keys.json";
import probes from "./probes.json";
import reports from "./reports.json";
import shell from "./shell.json";
import signin from "./signin.json";
import standards from "./standards.json";
import system from "./system.json";
import testruns from "./testruns.json";
import tour from "./tour.json";

export const en = {
  audit,
  common,
  findings,
  help,
  home,
  inventory,
  jobs,
  keys,
  probes,
  reports,
  shell,
  signin,
  standards,
  system,
  testruns,
  tour,
};
