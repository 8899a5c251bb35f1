-- Two roles: the owner makes tables (service `migrate`), the portal works in them and can do no more than that.
-- No TRUNCATE, no ALTER, no DROP: the audit trail stays append-only even for somebody who gets hold of the portal.
-- Run once on an empty database by the PostgreSQL image, or by hand:
--   APP_PASSWORD=... psql --set ON_ERROR_STOP=1 --file roles.sql --username <owner> --dbname <database>
\getenv app_password APP_PASSWORD

CREATE ROLE portal LOGIN PASSWORD :'app_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;

-- Trusted extensions can be made by the owner; the portal needs none of that right.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal;

-- Copies the files and the log of the server (pg_basebackup, pg_receivewal), and can do nothing else: pg_hba.conf lets it
-- into no database.
\getenv backup_password BACKUP_PASSWORD
CREATE ROLE reservekopie LOGIN REPLICATION PASSWORD :'backup_password';
