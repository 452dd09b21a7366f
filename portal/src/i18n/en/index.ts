// The English words, one file per concept.
import common from "./common.json";
import findings from "./findings.json";
import help from "./help.json";
import home from "./home.json";
import inventory from "./inventory.json";
import jobs from "./jobs.json";
import signin from "./signin.json";
import shell from "./shell.json";
import tour from "./tour.json";

export const en = { common, findings, help, home, inventory, jobs, shell, signin, tour };
