-- The roles of OmniStock and the schema they meet in. Run it in the database of OmniStock, as an administrator:
--
--     psql "$ADMIN_URL" -d omnistock -f db/roles.sql
--
-- then give each role that will log in a password: \password app, \password owner, \password backup.
-- It may be run again at any time: it only adds what is missing. The embedded database runs this same file.
--
--   owner    owns the database and the schema, runs migrations. Not a superuser.
--   app      web and worker. Bound by row-level security, owns nothing, is a member of nothing.
--   backup   reads everything for pg_dump.
--   console  the operator's own screen; what it may read is granted by migrations, table by table.

DO $roles$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['owner', 'app', 'backup', 'console'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOCREATEDB NOCREATEROLE', role_name);
        END IF;
        EXECUTE format('ALTER ROLE %I SET search_path = omnistock', role_name);
        EXECUTE format('ALTER ROLE %I SET timezone = ''UTC''', role_name);
    END LOOP;

    -- An administrator who is not a superuser (a managed server) may hand things to owner only as its member.
    IF NOT pg_has_role(current_user, 'owner', 'MEMBER') THEN
        EXECUTE format('GRANT owner TO %I', current_user);
    END IF;

    -- pg_dump must see every tenant. Where the server does not let us say so, backup reads through the policies
    -- made for it, with pg_dump --enable-row-security.
    BEGIN
        IF NOT (SELECT rolbypassrls FROM pg_roles WHERE rolname = 'backup') THEN
            ALTER ROLE backup BYPASSRLS;
        END IF;
    EXCEPTION WHEN insufficient_privilege THEN
        RAISE NOTICE 'backup has no BYPASSRLS here: use pg_dump --enable-row-security';
    END;

    EXECUTE format('ALTER DATABASE %I OWNER TO owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO app', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO backup, console', current_database());
END
$roles$;

CREATE SCHEMA IF NOT EXISTS omnistock AUTHORIZATION owner;
GRANT USAGE ON SCHEMA omnistock TO app, backup, console;

-- What owner makes from now on is app's to use: no TRUNCATE, no REFERENCES, no TRIGGER. Migrations take UPDATE and
-- DELETE away again on tables that are only added to.
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA omnistock GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA omnistock GRANT USAGE, SELECT ON SEQUENCES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA omnistock GRANT SELECT ON TABLES TO backup;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA omnistock GRANT SELECT ON SEQUENCES TO backup;
