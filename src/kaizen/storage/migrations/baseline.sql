CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE api_keys (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	prefix VARCHAR(20) NOT NULL, 
	secret_hash VARCHAR(64) NOT NULL, 
	scopes JSON NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	created_by VARCHAR(200) NOT NULL, 
	last_used_at VARCHAR(32), 
	expires_at VARCHAR(32), 
	revoked_at VARCHAR(32), 
	CONSTRAINT pk_api_keys PRIMARY KEY (id), 
	CONSTRAINT uq_api_keys_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_api_keys_workspace_id ON api_keys (workspace_id);

CREATE TABLE audit_entries (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	actor VARCHAR(200) NOT NULL, 
	action VARCHAR(100) NOT NULL, 
	subject VARCHAR(300) NOT NULL, 
	details JSON NOT NULL, 
	door VARCHAR(10) NOT NULL, 
	person_id CHAR(32), 
	key_id CHAR(32), 
	CONSTRAINT pk_audit_entries PRIMARY KEY (id)
);

CREATE INDEX ix_audit_entries_at ON audit_entries (at);

CREATE INDEX ix_audit_entries_workspace_id ON audit_entries (workspace_id);

CREATE TABLE events (
	position INTEGER NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	payload JSON NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	delivered_at VARCHAR(32), 
	CONSTRAINT pk_events PRIMARY KEY (position)
);

CREATE INDEX ix_events_delivered_at ON events (delivered_at);

CREATE INDEX ix_events_workspace_id ON events (workspace_id);

CREATE TABLE idempotency_keys (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	request_hash VARCHAR(64) NOT NULL, 
	status INTEGER NOT NULL, 
	body BLOB, 
	created_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (id), 
	CONSTRAINT uq_idempotency_keys_workspace_id_key UNIQUE (workspace_id, "key")
);

CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);

CREATE INDEX ix_idempotency_keys_workspace_id ON idempotency_keys (workspace_id);

CREATE TABLE inventory_repositories (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	path VARCHAR(4096) NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	remote VARCHAR(2000), 
	commit_id VARCHAR(64), 
	scanned_at VARCHAR(32) NOT NULL, 
	files INTEGER NOT NULL, 
	CONSTRAINT pk_inventory_repositories PRIMARY KEY (id), 
	CONSTRAINT uq_inventory_repositories_workspace_id_path UNIQUE (workspace_id, path)
);

CREATE INDEX ix_inventory_repositories_workspace_id ON inventory_repositories (workspace_id);

CREATE TABLE jobs (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	kind VARCHAR(100) NOT NULL, 
	payload JSON NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	progress JSON, 
	error JSON, 
	result JSON, 
	attempts INTEGER NOT NULL, 
	cancel_requested BOOLEAN NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	due_at VARCHAR(32) NOT NULL, 
	lease_until VARCHAR(32), 
	started_at VARCHAR(32), 
	finished_at VARCHAR(32), 
	CONSTRAINT pk_jobs PRIMARY KEY (id)
);

CREATE INDEX ix_jobs_state_due_at ON jobs (state, due_at);

CREATE INDEX ix_jobs_workspace_id ON jobs (workspace_id);

CREATE TABLE people (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id)
);

CREATE INDEX ix_people_workspace_id ON people (workspace_id);

CREATE TABLE sign_in_tickets (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	person_id CHAR(32) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	secret_hash VARCHAR(64) NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	last_used_at VARCHAR(32), 
	expires_at VARCHAR(32) NOT NULL, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_sign_in_tickets PRIMARY KEY (id), 
	CONSTRAINT uq_sign_in_tickets_secret_hash UNIQUE (secret_hash)
);

CREATE INDEX ix_sign_in_tickets_workspace_id ON sign_in_tickets (workspace_id);

CREATE TABLE workspaces (
	id CHAR(32) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_workspaces PRIMARY KEY (id), 
	CONSTRAINT uq_workspaces_name UNIQUE (name)
);

CREATE TABLE inventory_items (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	repository_id CHAR(32) NOT NULL, 
	kind VARCHAR(30) NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	line INTEGER NOT NULL, 
	language VARCHAR(40), 
	owner TEXT, 
	attributes JSON NOT NULL, 
	first_seen VARCHAR(32) NOT NULL, 
	last_seen VARCHAR(32) NOT NULL, 
	active BOOLEAN NOT NULL, 
	used_by JSON, 
	CONSTRAINT pk_inventory_items PRIMARY KEY (id), 
	CONSTRAINT fk_inventory_items_repository_id FOREIGN KEY(repository_id) REFERENCES inventory_repositories (id)
);

CREATE INDEX ix_inventory_items_repository_id_kind_name ON inventory_items (repository_id, kind, name);

CREATE INDEX ix_inventory_items_workspace_id ON inventory_items (workspace_id);

CREATE TABLE inventory_skipped (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	repository_id CHAR(32) NOT NULL, 
	path TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_inventory_skipped PRIMARY KEY (id), 
	CONSTRAINT fk_inventory_skipped_repository_id FOREIGN KEY(repository_id) REFERENCES inventory_repositories (id)
);

CREATE INDEX ix_inventory_skipped_repository_id ON inventory_skipped (repository_id);

CREATE INDEX ix_inventory_skipped_workspace_id ON inventory_skipped (workspace_id);

CREATE TABLE reports_measures (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	repository_id CHAR(32) NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	value VARCHAR(64) NOT NULL, 
	evidence JSON NOT NULL, 
	CONSTRAINT pk_reports_measures PRIMARY KEY (id), 
	CONSTRAINT uq_reports_measures_workspace_id_repository_id_name_source UNIQUE (workspace_id, repository_id, name, source)
);

CREATE INDEX ix_reports_measures_repository_id_at ON reports_measures (repository_id, at);

CREATE INDEX ix_reports_measures_workspace_id ON reports_measures (workspace_id);

CREATE TABLE probes_files (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	path TEXT NOT NULL, 
	stamp VARCHAR(60) NOT NULL, 
	asked_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_probes_files PRIMARY KEY (id), 
	CONSTRAINT uq_probes_files_workspace_id_path UNIQUE (workspace_id, path)
);

CREATE INDEX ix_probes_files_workspace_id ON probes_files (workspace_id);

CREATE TABLE probes_probes (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	file_id CHAR(32) NOT NULL, 
	name VARCHAR(63) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	target TEXT NOT NULL, 
	fingerprint VARCHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	active BOOLEAN NOT NULL, 
	interval_s FLOAT NOT NULL, 
	depends_on JSON NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	reason TEXT NOT NULL, 
	since VARCHAR(32), 
	checked_at VARCHAR(32), 
	latency_ms FLOAT, 
	heartbeat_at VARCHAR(32), 
	listening_since VARCHAR(32), 
	due_at VARCHAR(32) NOT NULL, 
	lease_until VARCHAR(32), 
	CONSTRAINT pk_probes_probes PRIMARY KEY (id), 
	CONSTRAINT fk_probes_probes_file_id FOREIGN KEY(file_id) REFERENCES probes_files (id), 
	CONSTRAINT uq_probes_probes_file_id_name UNIQUE (file_id, name)
);

CREATE INDEX ix_probes_probes_due_at ON probes_probes (due_at);

CREATE INDEX ix_probes_probes_workspace_id ON probes_probes (workspace_id);

CREATE TABLE probes_samples (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	probe_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	latency_ms FLOAT, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_probes_samples PRIMARY KEY (id), 
	CONSTRAINT fk_probes_samples_probe_id FOREIGN KEY(probe_id) REFERENCES probes_probes (id)
);

CREATE INDEX ix_probes_samples_at ON probes_samples (at);

CREATE INDEX ix_probes_samples_probe_id_at ON probes_samples (probe_id, at);

CREATE INDEX ix_probes_samples_workspace_id ON probes_samples (workspace_id);

CREATE TABLE probes_spans (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	probe_id CHAR(32) NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	reason TEXT NOT NULL, 
	interval_s FLOAT NOT NULL, 
	begun_at VARCHAR(32) NOT NULL, 
	seen_at VARCHAR(32) NOT NULL, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_probes_spans PRIMARY KEY (id), 
	CONSTRAINT fk_probes_spans_probe_id FOREIGN KEY(probe_id) REFERENCES probes_probes (id)
);

CREATE INDEX ix_probes_spans_probe_id_begun_at ON probes_spans (probe_id, begun_at);

CREATE INDEX ix_probes_spans_workspace_id ON probes_spans (workspace_id);

CREATE TABLE findings_records (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	repository_id CHAR(32) NOT NULL, 
	source VARCHAR(50) NOT NULL, 
	rule VARCHAR(64) NOT NULL, 
	title TEXT NOT NULL, 
	severity VARCHAR(10) NOT NULL, 
	rank SMALLINT NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	path TEXT NOT NULL, 
	line INTEGER NOT NULL, 
	subject TEXT, 
	anchor TEXT NOT NULL, 
	context TEXT NOT NULL, 
	message TEXT NOT NULL, 
	evidence TEXT NOT NULL, 
	suggestion TEXT NOT NULL, 
	docs TEXT, 
	item_id CHAR(32), 
	waiver_id CHAR(32), 
	first_detected VARCHAR(32) NOT NULL, 
	last_detected VARCHAR(32) NOT NULL, 
	resolved_at VARCHAR(32), 
	resolution VARCHAR(20), 
	times_reopened INTEGER NOT NULL, 
	CONSTRAINT pk_findings_records PRIMARY KEY (id)
);

CREATE INDEX ix_findings_records_item_id ON findings_records (item_id);

CREATE INDEX ix_findings_records_repository_id_source ON findings_records (repository_id, source);

CREATE INDEX ix_findings_records_workspace_id ON findings_records (workspace_id);

CREATE INDEX ix_findings_records_workspace_id_state_rank ON findings_records (workspace_id, state, rank);

CREATE TABLE findings_scans (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	repository_id CHAR(32) NOT NULL, 
	source VARCHAR(50) NOT NULL, 
	commit_id VARCHAR(64), 
	scanned_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_findings_scans PRIMARY KEY (id), 
	CONSTRAINT uq_findings_scans_workspace_id_repository_id_source UNIQUE (workspace_id, repository_id, source)
);

CREATE INDEX ix_findings_scans_workspace_id ON findings_scans (workspace_id);

CREATE TABLE standards_checks (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	repository_id CHAR(32) NOT NULL, 
	file TEXT, 
	problems JSON NOT NULL, 
	rules JSON NOT NULL, 
	checked_at VARCHAR(32), 
	tried_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_standards_checks PRIMARY KEY (id), 
	CONSTRAINT uq_standards_checks_workspace_id_repository_id UNIQUE (workspace_id, repository_id)
);

CREATE INDEX ix_standards_checks_workspace_id ON standards_checks (workspace_id);

CREATE TABLE findings_history (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	finding_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	event VARCHAR(20) NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_findings_history PRIMARY KEY (id), 
	CONSTRAINT fk_findings_history_finding_id FOREIGN KEY(finding_id) REFERENCES findings_records (id)
);

CREATE INDEX ix_findings_history_finding_id ON findings_history (finding_id);

CREATE INDEX ix_findings_history_workspace_id ON findings_history (workspace_id);

CREATE TABLE findings_waivers (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	finding_id CHAR(32) NOT NULL, 
	owner VARCHAR(200) NOT NULL, 
	category VARCHAR(20) NOT NULL, 
	reason TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	expires_at VARCHAR(32) NOT NULL, 
	ended_at VARCHAR(32), 
	CONSTRAINT pk_findings_waivers PRIMARY KEY (id), 
	CONSTRAINT fk_findings_waivers_finding_id FOREIGN KEY(finding_id) REFERENCES findings_records (id)
);

CREATE INDEX ix_findings_waivers_expires_at ON findings_waivers (expires_at);

CREATE INDEX ix_findings_waivers_finding_id ON findings_waivers (finding_id);

CREATE INDEX ix_findings_waivers_workspace_id ON findings_waivers (workspace_id);

CREATE TABLE testruns_runs (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	repository_id CHAR(32), 
	suite TEXT NOT NULL, 
	runner VARCHAR(60) NOT NULL, 
	source VARCHAR(10) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	reason TEXT, 
	started_at VARCHAR(32) NOT NULL, 
	finished_at VARCHAR(32), 
	duration_s FLOAT, 
	passed BIGINT, 
	failed BIGINT, 
	errors BIGINT, 
	skipped BIGINT, 
	known BIGINT, 
	lines_covered BIGINT, 
	lines_total BIGINT, 
	commit_id VARCHAR(64), 
	digest VARCHAR(64), 
	original_id CHAR(32), 
	output TEXT, 
	warnings JSON NOT NULL, 
	owner VARCHAR(300) NOT NULL, 
	heard_at VARCHAR(32) NOT NULL, 
	cases_kept BOOLEAN NOT NULL, 
	CONSTRAINT pk_testruns_runs PRIMARY KEY (id), 
	CONSTRAINT fk_testruns_runs_original_id FOREIGN KEY(original_id) REFERENCES testruns_runs (id)
);

CREATE INDEX ix_testruns_runs_state ON testruns_runs (state);

CREATE INDEX ix_testruns_runs_suite_started_at ON testruns_runs (suite, started_at);

CREATE INDEX ix_testruns_runs_workspace_id ON testruns_runs (workspace_id);

CREATE TABLE testruns_cases (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	run_id CHAR(32) NOT NULL, 
	rank INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	suite VARCHAR(500) NOT NULL, 
	name VARCHAR(500) NOT NULL, 
	file VARCHAR(1000), 
	line INTEGER, 
	outcome VARCHAR(10) NOT NULL, 
	duration_s FLOAT, 
	message TEXT, 
	output TEXT, 
	flaky BOOLEAN NOT NULL, 
	CONSTRAINT pk_testruns_cases PRIMARY KEY (id), 
	CONSTRAINT fk_testruns_cases_run_id FOREIGN KEY(run_id) REFERENCES testruns_runs (id)
);

CREATE INDEX ix_testruns_cases_run_id_rank_position ON testruns_cases (run_id, rank, position);

CREATE INDEX ix_testruns_cases_workspace_id ON testruns_cases (workspace_id);

CREATE TABLE testruns_modules (
	id CHAR(32) NOT NULL, 
	workspace_id CHAR(32) NOT NULL, 
	run_id CHAR(32) NOT NULL, 
	module VARCHAR(1000) NOT NULL, 
	lines_covered INTEGER NOT NULL, 
	lines_total INTEGER NOT NULL, 
	branches_covered INTEGER, 
	branches_total INTEGER, 
	CONSTRAINT pk_testruns_modules PRIMARY KEY (id), 
	CONSTRAINT fk_testruns_modules_run_id FOREIGN KEY(run_id) REFERENCES testruns_runs (id)
);

CREATE INDEX ix_testruns_modules_run_id_module ON testruns_modules (run_id, module);

CREATE INDEX ix_testruns_modules_workspace_id ON testruns_modules (workspace_id);

INSERT INTO alembic_version (version_num) VALUES ('0005')
