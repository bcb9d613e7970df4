CREATE SCHEMA omnistock;

CREATE TYPE omnistock.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE omnistock.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE omnistock.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION omnistock.clear_practice(is_whole boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $_$
DECLARE
    org uuid := nullif(current_setting('app.organization_id', true), '')::uuid;
    deletes text;
BEGIN
    PERFORM FROM organization WHERE id = org AND is_practice FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'workspace % is not for practice', org;
    END IF;
    SELECT string_agg(format('%I AS (DELETE FROM %I WHERE organization_id = $1)', 'gone_' || relname, relname),
                      ', ' ORDER BY relname)
    INTO deletes
    FROM pg_class c
    WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND (is_whole OR c.relname NOT IN ('membership', 'audit_event', 'audit_link', 'audit_erasure'))
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id'
                  AND NOT a.attisdropped);
    EXECUTE 'WITH ' || deletes || ', itself AS (DELETE FROM organization WHERE id = $1 AND $2) SELECT'
    USING org, is_whole;
    DELETE FROM procrastinate_jobs WHERE args->>'organization_id' = org::text AND status <> 'doing';
END
$_$;

CREATE FUNCTION omnistock.delete_expired_departures() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$
    WITH kept AS (SELECT coalesce((SELECT r.days FROM retention_days r WHERE r.store = 'departures'), 2922) AS days),
    events AS (DELETE FROM departed_event USING kept WHERE departed_at < now() - make_interval(days => kept.days) RETURNING 1),
    papers AS (DELETE FROM departure_certificate USING kept
               WHERE purged_at < now() - make_interval(days => kept.days) RETURNING 1)
    SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM papers)
$$;

CREATE FUNCTION omnistock.delete_expired_idempotency_keys() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$
    WITH gone AS (
        DELETE FROM idempotency_key
        WHERE organization_id = nullif(current_setting('app.organization_id', true), '')::uuid
          AND id < rpad(lpad(to_hex((extract(epoch FROM now() - interval '90 days') * 1000)::bigint), 12, '0'),
                        32, '0')::uuid
          AND created_at < now() - interval '90 days'
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;

CREATE FUNCTION omnistock.delete_expired_security_events() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$
DECLARE
    days integer := coalesce((SELECT r.days FROM retention_days r WHERE r.store = 'security_log'), 365);
    gone bigint;
BEGIN
    DELETE FROM security_event WHERE at < now() - make_interval(days => days);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;

CREATE FUNCTION omnistock.erase_audit_values(subject uuid) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$
    WITH gone AS (
        UPDATE audit_event e
        SET subject_name = '', salt = NULL, address = NULL,
            before = (SELECT jsonb_object_agg(k, NULL) FROM jsonb_object_keys(e.before) k),
            after = (SELECT jsonb_object_agg(k, NULL) FROM jsonb_object_keys(e.after) k)
        WHERE e.organization_id = nullif(current_setting('app.organization_id', true), '')::uuid
          AND e.subject_id = subject AND e.salt IS NOT NULL
          AND EXISTS (SELECT FROM audit_erasure a WHERE a.organization_id = e.organization_id AND a.subject_id = subject)
          AND NOT EXISTS (SELECT FROM audit_link l WHERE l.organization_id = e.organization_id
                          AND l.event_id = e.id AND l.form = 1)
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;

CREATE FUNCTION omnistock.erase_audit_values(subject uuid, words text[]) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$
    WITH gone AS (
        UPDATE audit_event e
        SET subject_name = '', salt = NULL, address = NULL,
            before = (SELECT jsonb_object_agg(k, NULL) FROM jsonb_object_keys(e.before) k),
            after = (SELECT jsonb_object_agg(k, NULL) FROM jsonb_object_keys(e.after) k)
        WHERE e.organization_id = nullif(current_setting('app.organization_id', true), '')::uuid
          AND e.subject_id = subject AND e.salt IS NOT NULL
          AND EXISTS (SELECT FROM unnest(words) word WHERE position(lower(word)
              IN lower(concat_ws(' ', e.subject_name, e.before::text, e.after::text))) > 0)
          AND EXISTS (SELECT FROM audit_erasure a WHERE a.organization_id = e.organization_id AND a.subject_id = subject)
          AND NOT EXISTS (SELECT FROM audit_link l WHERE l.organization_id = e.organization_id
                          AND l.event_id = e.id AND l.form = 1)
        RETURNING 1
    )
    SELECT count(*) FROM gone
$$;

CREATE FUNCTION omnistock.keep_request_log() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    days integer := coalesce((SELECT r.days FROM retention_days r WHERE r.store = 'request_log'), 30);
    gone integer := 0;
    day date;
    part text;
BEGIN
    PERFORM pg_advisory_xact_lock(7264110534);
    FOR day IN SELECT generate_series(today, today + 2, interval '1 day')::date LOOP
        part := 'request_log_' || to_char(day, 'YYYYMMDD');
        IF to_regclass('omnistock.' || part) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF request_log FOR VALUES FROM (%L) TO (%L)',
                           part, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
            EXECUTE format('REVOKE ALL ON %I FROM app', part);
        END IF;
    END LOOP;
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'omnistock.request_log'::regclass
          AND to_date(right(c.relname, 8), 'YYYYMMDD') <= today - (days - 1)
    LOOP
        EXECUTE format('DROP TABLE %I', part);
        gone := gone + 1;
    END LOOP;
    RETURN gone;
END
$$;

CREATE FUNCTION omnistock.organization_directory() RETURNS TABLE(id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$ SELECT organization.id FROM organization ORDER BY organization.id $$;

CREATE FUNCTION omnistock.overdue_departures() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$ SELECT count(*) FROM organization WHERE purge_at < now() - interval '26 hours' $$;

CREATE FUNCTION omnistock.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_defer_jobs_v1(jobs omnistock.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE omnistock.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status omnistock.procrastinate_job_status DEFAULT 'todo'::omnistock.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::omnistock.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION omnistock.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS omnistock.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_finish_job_v1(job_id bigint, end_status omnistock.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION omnistock.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION omnistock.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION omnistock.purge_organization() RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $_$
DECLARE
    org uuid := nullif(current_setting('app.organization_id', true), '')::uuid;
    due departure%ROWTYPE;
    firm organization%ROWTYPE;
    head audit_link%ROWTYPE;
    is_taken boolean;
    made uuid := gen_random_uuid();
    deletes text;
    counts text;
    gone jsonb;
BEGIN
    SELECT * INTO due FROM departure
    WHERE organization_id = org AND status = 'warned' AND confirmed_at IS NOT NULL AND undone_at IS NULL
      AND purge_at <= now() AND warned_at <= now() - interval '48 hours'
    FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'workspace % is not due to be deleted', org;
    END IF;
    SELECT * INTO firm FROM organization WHERE id = org FOR UPDATE;
    SELECT * INTO head FROM audit_link WHERE organization_id = org ORDER BY seq DESC LIMIT 1;
    is_taken := EXISTS (SELECT FROM workspace_archive
                        WHERE organization_id = org AND id = due.archive_id AND downloads > 0);
    INSERT INTO departed_event (id, organization_reference, seq, at, operation, subject_kind, subject_id, person_id,
        api_key_id, door, request_id, ticket_id, values_digest, hash, departed_at)
    SELECT e.id, org, l.seq, e.at, e.operation, e.subject_kind, e.subject_id, e.person_id, e.api_key_id, e.door,
        e.request_id, e.ticket_id, l.values_digest, l.hash, now()
    FROM audit_event e LEFT JOIN audit_link l ON l.organization_id = org AND l.event_id = e.id
    WHERE e.organization_id = org;
    SELECT string_agg(format('%I AS (DELETE FROM %I WHERE organization_id = $1 RETURNING 1)', 'gone_' || relname, relname),
                      ', ' ORDER BY relname),
           string_agg(format('SELECT %L AS name, count(*) AS rows FROM %I', relname, 'gone_' || relname),
                      ' UNION ALL ' ORDER BY relname)
    INTO deletes, counts
    FROM pg_class c
    WHERE c.relnamespace = 'omnistock'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id'
                  AND NOT a.attisdropped);
    EXECUTE 'WITH itself AS (DELETE FROM organization WHERE id = $1 RETURNING 1), ' || deletes
        || ' SELECT jsonb_object_agg(name, rows) FROM (' || counts || ') found'
    INTO gone USING org;
    DELETE FROM procrastinate_jobs WHERE args->>'organization_id' = org::text AND status <> 'doing';
    INSERT INTO departure_certificate (id, organization_reference, organization_name, came_by, came_at, confirmed_at,
        purged_at, archive_taken, rows, audit_seq, audit_hash, secret_hash)
    VALUES (made, org, firm.name, due.came_by, due.came_at, due.confirmed_at, now(), is_taken, gone, head.seq, head.hash,
        due.secret_hash);
    RETURN made;
END
$_$;

CREATE FUNCTION omnistock.security_reach(p_since timestamp with time zone, p_until timestamp with time zone, p_address inet, p_person uuid, p_key uuid) RETURNS TABLE(organization_id uuid, person_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$
SELECT DISTINCT e.organization_reference, coalesce(e.about_id, e.person_id)
FROM security_event e
WHERE e.at >= p_since AND e.at <= p_until
    AND (p_address IS NOT NULL OR p_person IS NOT NULL OR p_key IS NOT NULL)
    AND (p_address IS NULL OR e.address = p_address)
    AND (p_person IS NULL OR e.person_id = p_person OR e.about_id = p_person)
    AND (p_key IS NULL OR e.api_key_id = p_key)
$$;

CREATE FUNCTION omnistock.security_signals(p_kinds text[], p_outcome text, p_by text, p_since timestamp with time zone, p_least integer, p_is_repeated boolean) RETURNS TABLE(subject text, events bigint, first_at timestamp with time zone, last_at timestamp with time zone, organizations uuid[], people uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'omnistock', 'pg_temp'
    AS $$
SELECT s.subject, count(*), min(s.at), max(s.at),
    array_remove(array_agg(DISTINCT s.organization_reference), NULL),
    array_remove(array_agg(DISTINCT coalesce(s.about_id, s.person_id)), NULL)
FROM (
    SELECT e.at, e.organization_reference, e.person_id, e.about_id, CASE p_by
        WHEN 'address' THEN host(e.address)
        WHEN 'account' THEN e.person_id::text
        WHEN 'actor' THEN coalesce(e.person_id, e.api_key_id)::text
        WHEN 'key' THEN e.api_key_id::text
        WHEN 'workspace' THEN e.organization_reference::text END AS subject
    FROM security_event e
    WHERE e.kind = ANY (p_kinds) AND e.outcome = p_outcome AND e.at >= p_since
        AND (NOT p_is_repeated OR EXISTS (
            SELECT FROM security_event o
            WHERE o.organization_reference = e.organization_reference AND o.kind = e.kind
                AND o.api_key_id = e.api_key_id AND o.at < e.at))
) s
WHERE s.subject IS NOT NULL
GROUP BY s.subject HAVING count(*) >= p_least ORDER BY s.subject
$$;

CREATE TABLE omnistock.access_grant (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    staff_reference uuid NOT NULL,
    staff_name character varying(120) NOT NULL,
    scopes jsonb NOT NULL,
    reason character varying(500) NOT NULL,
    hours smallint NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    granted_by_name character varying(120) NOT NULL,
    granted_at timestamp with time zone,
    expires_at timestamp with time zone,
    refused_at timestamp with time zone,
    ended_at timestamp with time zone,
    granted_by_id uuid,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT access_grant_by_a_member_for_a_day_at_most CHECK ((((expires_at IS NULL) AND (granted_at IS NULL) AND (granted_by_id IS NULL)) OR ((expires_at > granted_at) AND (expires_at <= (granted_at + '1 day'::interval)) AND (granted_at IS NOT NULL) AND (granted_by_id IS NOT NULL) AND (refused_at IS NULL)))),
    CONSTRAINT access_grant_hours CHECK (((hours >= 1) AND (hours <= 24))),
    CONSTRAINT access_grant_hours_check CHECK ((hours >= 0)),
    CONSTRAINT access_grant_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.access_grant FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE omnistock.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);

ALTER TABLE omnistock.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.adjustment (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    reason character varying(12) NOT NULL,
    notes character varying(500) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    reversed_at timestamp with time zone,
    organization_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    author_id uuid,
    decided_at timestamp with time zone,
    decided_by character varying(120) NOT NULL,
    decision_reason character varying(300) NOT NULL,
    status character varying(17) NOT NULL,
    value numeric(18,4),
    CONSTRAINT adjustment_awaits CHECK (((NOT ((status)::text = 'awaiting_approval'::text)) OR ((author_id IS NOT NULL) AND (decided_at IS NULL) AND (value IS NOT NULL)))),
    CONSTRAINT adjustment_rejected CHECK (((NOT ((status)::text = 'rejected'::text)) OR ((decided_at IS NOT NULL) AND (NOT ((decision_reason)::text = ''::text))))),
    CONSTRAINT adjustment_reversed CHECK (((reversed_at IS NULL) OR ((status)::text = 'posted'::text))),
    CONSTRAINT adjustment_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.adjustment FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.adjustment_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    unit_code character varying(20) NOT NULL,
    quantity numeric(18,4) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    unit_cost numeric(18,4),
    adjustment_id uuid NOT NULL,
    batch_id uuid,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    mrp numeric(18,4),
    CONSTRAINT adjustment_line_position_check CHECK (("position" >= 0)),
    CONSTRAINT adjustment_line_quantity CHECK ((NOT (quantity_base = (0)::numeric)))
);

ALTER TABLE ONLY omnistock.adjustment_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.agreement (
    id uuid NOT NULL,
    kind character varying(3) NOT NULL,
    version character varying(10) NOT NULL,
    text_sha256 character varying(64) NOT NULL,
    organization_name character varying(160) NOT NULL,
    person_id uuid NOT NULL,
    person_name character varying(120) NOT NULL,
    function character varying(120) NOT NULL,
    address inet,
    made_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT agreement_kind_known CHECK (((kind)::text = ANY (ARRAY[('dpa'::character varying)::text, ('scc'::character varying)::text])))
);

ALTER TABLE ONLY omnistock.agreement FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.api_key (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    secret_hash bytea NOT NULL,
    scopes jsonb NOT NULL,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    created_by_id uuid,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.api_key FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.archive_chunk (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    content bytea NOT NULL,
    organization_id uuid NOT NULL,
    archive_id uuid NOT NULL,
    CONSTRAINT archive_chunk_position_check CHECK (("position" >= 0))
);

ALTER TABLE ONLY omnistock.archive_chunk FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.attachment (
    id uuid NOT NULL,
    paper character varying(12) NOT NULL,
    author_id uuid,
    added_by character varying(120) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    adjustment_id uuid,
    batch_id uuid,
    credit_note_id uuid,
    dispatch_id uuid,
    file_id uuid NOT NULL,
    invoice_id uuid,
    organization_id uuid NOT NULL,
    payment_id uuid,
    product_id uuid,
    purchase_order_id uuid,
    recall_id uuid,
    receipt_id uuid,
    sales_order_id uuid,
    transfer_id uuid,
    landed_cost_id uuid,
    stock_count_id uuid,
    customer_id uuid,
    supplier_id uuid,
    CONSTRAINT attachment_one_subject CHECK ((num_nonnulls(purchase_order_id, receipt_id, landed_cost_id, sales_order_id, dispatch_id, invoice_id, credit_note_id, payment_id, transfer_id, adjustment_id, stock_count_id, recall_id, batch_id, product_id, customer_id, supplier_id) = 1)),
    CONSTRAINT attachment_paper CHECK (((paper)::text = ANY (ARRAY[('invoice'::character varying)::text, ('challan'::character varying)::text, ('certificate'::character varying)::text, ('order'::character varying)::text, ('proof'::character varying)::text, ('photo'::character varying)::text, ('data_sheet'::character varying)::text, ('sheet'::character varying)::text, ('letter'::character varying)::text, ('licence'::character varying)::text, ('other'::character varying)::text])))
);

ALTER TABLE ONLY omnistock.attachment FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.audit_erasure (
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id uuid,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.audit_erasure FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.audit_event (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    operation character varying(80) NOT NULL,
    subject_kind character varying(40) NOT NULL,
    subject_id uuid NOT NULL,
    subject_name character varying(200) NOT NULL,
    person_id uuid,
    api_key_id uuid,
    actor_name character varying(120) NOT NULL,
    door character varying(8) NOT NULL,
    request_id uuid NOT NULL,
    before jsonb,
    after jsonb,
    organization_id uuid NOT NULL,
    address inet,
    salt uuid DEFAULT gen_random_uuid(),
    ticket_id uuid
);

ALTER TABLE ONLY omnistock.audit_event FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.audit_link (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    event_id uuid NOT NULL,
    hash bytea NOT NULL,
    organization_id uuid NOT NULL,
    form smallint NOT NULL,
    values_digest bytea,
    CONSTRAINT audit_link_form_check CHECK ((form >= 0))
);

ALTER TABLE ONLY omnistock.audit_link FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE omnistock.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE omnistock.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE omnistock.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.backup_run (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    file character varying(120) NOT NULL,
    bytes bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    is_encrypted boolean NOT NULL,
    organizations integer,
    error character varying(500) NOT NULL,
    CONSTRAINT backup_run_organizations_check CHECK ((organizations >= 0))
);

CREATE TABLE omnistock.balance (
    id uuid NOT NULL,
    is_serial boolean NOT NULL,
    on_hand numeric(18,4) NOT NULL,
    reserved numeric(18,4) NOT NULL,
    value numeric(18,4) NOT NULL,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    layer_id uuid NOT NULL,
    CONSTRAINT balance_possible CHECK (((on_hand >= (0)::numeric) AND (reserved >= (0)::numeric) AND (reserved <= on_hand))),
    CONSTRAINT balance_serial_is_one CHECK (((NOT is_serial) OR (on_hand <= (1)::numeric))),
    CONSTRAINT balance_value CHECK (((value >= (0)::numeric) AND ((NOT (on_hand = (0)::numeric)) OR (value = (0)::numeric))))
);

ALTER TABLE ONLY omnistock.balance FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.barcode (
    id uuid NOT NULL,
    code character varying(80) NOT NULL COLLATE pg_catalog."C",
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    product_unit_id uuid
);

ALTER TABLE ONLY omnistock.barcode FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.batch (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(60) NOT NULL,
    number_key character varying(60) NOT NULL COLLATE pg_catalog."C",
    expires_on date,
    expiry_precision character varying(5) NOT NULL,
    manufactured_on date,
    status character varying(8) NOT NULL,
    status_reason character varying(300) NOT NULL,
    is_serial boolean NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    merged_into_id uuid,
    CONSTRAINT batch_status CHECK (((status)::text = ANY (ARRAY[('usable'::character varying)::text, ('on_hold'::character varying)::text, ('recalled'::character varying)::text]))),
    CONSTRAINT batch_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.batch FORCE ROW LEVEL SECURITY;

CREATE UNLOGGED TABLE omnistock.cache_entry (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);

CREATE TABLE omnistock.category (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    name character varying(120) NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT category_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.category FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.consent_event (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    person_reference uuid NOT NULL,
    organization_reference uuid,
    purpose character varying(60) NOT NULL,
    action character varying(10) NOT NULL,
    notice_version character varying(20) NOT NULL,
    text text NOT NULL,
    door character varying(8) NOT NULL,
    CONSTRAINT consent_event_action CHECK (((action)::text = ANY (ARRAY[('given'::character varying)::text, ('withdrawn'::character varying)::text]))),
    CONSTRAINT consent_event_text CHECK ((NOT (text = ''::text)))
);

CREATE TABLE omnistock.count_plan (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    name character varying(80) NOT NULL,
    scope character varying(12) NOT NULL,
    scope_ids jsonb NOT NULL,
    abc_class character varying(1) NOT NULL,
    is_by_product boolean NOT NULL,
    every_days integer NOT NULL,
    bins_at_once integer,
    next_on date NOT NULL,
    tolerance_percent numeric(7,4),
    tolerance_value numeric(18,4),
    counter_ids jsonb NOT NULL,
    archived_at timestamp with time zone,
    organization_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    CONSTRAINT count_plan_bins CHECK (((bins_at_once IS NULL) OR (bins_at_once >= 1))),
    CONSTRAINT count_plan_bins_at_once_check CHECK ((bins_at_once >= 0)),
    CONSTRAINT count_plan_cadence CHECK ((every_days >= 1)),
    CONSTRAINT count_plan_every_days_check CHECK ((every_days >= 0)),
    CONSTRAINT count_plan_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.count_plan FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.credit_note (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(16) NOT NULL,
    status character varying(12) NOT NULL,
    issued_on date,
    financial_year character varying(5) NOT NULL,
    place_of_supply character varying(2) NOT NULL,
    zero_rated character varying(20) NOT NULL,
    reverse_charge boolean NOT NULL,
    seller jsonb NOT NULL,
    buyer jsonb NOT NULL,
    ship_to jsonb NOT NULL,
    prices_include_tax boolean NOT NULL,
    discount_amount numeric(18,4) NOT NULL,
    taxable numeric(18,4) NOT NULL,
    tax numeric(18,4) NOT NULL,
    tax_lines jsonb NOT NULL,
    round_off numeric(18,4) NOT NULL,
    total numeric(18,4) NOT NULL,
    notes character varying(500) NOT NULL,
    issued_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancel_reason character varying(300) NOT NULL,
    reason character varying(200) NOT NULL,
    goods_to character varying(12) NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    registration_id uuid,
    warehouse_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    CONSTRAINT credit_note_version_check CHECK ((version >= 0)),
    CONSTRAINT creditnote_numbered CHECK (((NOT ((status)::text = 'issued'::text)) OR ((NOT ((number)::text = ''::text)) AND (issued_on IS NOT NULL))))
);

ALTER TABLE ONLY omnistock.credit_note FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.credit_note_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    description character varying(200) NOT NULL,
    hsn_code character varying(8) NOT NULL,
    batch_number character varying(60) NOT NULL,
    expires_on date,
    expiry_precision character varying(5) NOT NULL,
    mrp numeric(18,4),
    unit_code character varying(20) NOT NULL,
    uqc_code character varying(3) NOT NULL,
    quantity numeric(18,4) NOT NULL,
    free_quantity numeric(18,4) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    unit_price numeric(18,4) NOT NULL,
    discount_percent numeric(7,4) NOT NULL,
    discount_amount numeric(18,4) NOT NULL,
    document_discount_amount numeric(18,4) NOT NULL,
    tax_category character varying(12) NOT NULL,
    tax_rate numeric(7,4),
    taxable numeric(18,4) NOT NULL,
    tax_heads jsonb NOT NULL,
    amount numeric(18,4) NOT NULL,
    batch_id uuid,
    credit_note_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    invoice_line_id uuid NOT NULL,
    CONSTRAINT credit_note_line_position_check CHECK (("position" >= 0))
);

ALTER TABLE ONLY omnistock.credit_note_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.customer (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(32) NOT NULL,
    gst_treatment character varying(12) NOT NULL,
    gstin character varying(15) NOT NULL,
    pan character varying(10) NOT NULL,
    tax_number character varying(40) NOT NULL,
    credit_days integer,
    notes text NOT NULL,
    archived_at timestamp with time zone,
    credit_limit numeric(18,4),
    minimum_shelf_life_days integer,
    organization_id uuid NOT NULL,
    owner_membership_id uuid,
    language character varying(8) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT customer_credit_days_check CHECK ((credit_days >= 0)),
    CONSTRAINT customer_language CHECK (((language)::text = ANY (ARRAY[(''::character varying)::text, ('en'::character varying)::text, ('hi'::character varying)::text]))),
    CONSTRAINT customer_minimum_shelf_life_days_check CHECK ((minimum_shelf_life_days >= 0)),
    CONSTRAINT customer_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.customer FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.customer_address (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    lines jsonb NOT NULL,
    city character varying(80) NOT NULL,
    state_code character varying(2) NOT NULL,
    postal_code character varying(12) NOT NULL,
    country character varying(2) NOT NULL,
    gstin character varying(15) NOT NULL,
    archived_at timestamp with time zone,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.customer_address FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.customer_contact (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    title character varying(80) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(32) NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.customer_contact FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.day_value (
    id uuid NOT NULL,
    day date NOT NULL,
    value numeric(18,4) NOT NULL,
    organization_id uuid NOT NULL,
    warehouse_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.day_value FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.departed_event (
    id uuid NOT NULL,
    organization_reference uuid NOT NULL,
    seq bigint,
    at timestamp with time zone NOT NULL,
    operation character varying(80) NOT NULL,
    subject_kind character varying(40) NOT NULL,
    subject_id uuid NOT NULL,
    person_id uuid,
    api_key_id uuid,
    door character varying(8) NOT NULL,
    request_id uuid NOT NULL,
    ticket_id uuid,
    values_digest bytea,
    hash bytea,
    departed_at timestamp with time zone NOT NULL
);

CREATE TABLE omnistock.departure (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    status character varying(12) NOT NULL,
    came_by character varying(8) NOT NULL,
    came_at timestamp with time zone NOT NULL,
    is_soon boolean NOT NULL,
    wants_archive boolean NOT NULL,
    archive_id uuid,
    reason character varying(300) NOT NULL,
    secret_hash bytea NOT NULL,
    asked_by_id uuid,
    confirmed_at timestamp with time zone,
    freeze_at timestamp with time zone,
    warn_at timestamp with time zone,
    purge_at timestamp with time zone,
    warned_at timestamp with time zone,
    undone_at timestamp with time zone,
    organization_id uuid NOT NULL,
    CONSTRAINT departure_confirmed CHECK ((((status)::text = ANY (ARRAY[('unconfirmed'::character varying)::text, ('undone'::character varying)::text])) OR ((confirmed_at IS NOT NULL) AND (purge_at IS NOT NULL)))),
    CONSTRAINT departure_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.departure FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.departure_certificate (
    id uuid NOT NULL,
    organization_reference uuid NOT NULL,
    organization_name character varying(160) NOT NULL,
    came_by character varying(8) NOT NULL,
    came_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    purged_at timestamp with time zone NOT NULL,
    archive_taken boolean NOT NULL,
    rows jsonb NOT NULL,
    audit_seq bigint,
    audit_hash bytea,
    secret_hash bytea NOT NULL,
    fetched_at timestamp with time zone
);

CREATE TABLE omnistock.dispatch (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    dispatched_at timestamp with time zone NOT NULL,
    ship_to jsonb NOT NULL,
    carrier character varying(80) NOT NULL,
    vehicle_number character varying(20) NOT NULL,
    tracking_number character varying(60) NOT NULL,
    boxes integer,
    weight_kg numeric(18,4),
    notes character varying(500) NOT NULL,
    reversed_at timestamp with time zone,
    reversed_reason character varying(300) NOT NULL,
    customer_id uuid NOT NULL,
    invoice_id uuid,
    organization_id uuid NOT NULL,
    sales_order_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    CONSTRAINT dispatch_boxes_check CHECK ((boxes >= 0)),
    CONSTRAINT dispatch_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.dispatch FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.dispatch_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    description character varying(200) NOT NULL,
    unit_code character varying(20) NOT NULL,
    batch_number character varying(60) NOT NULL,
    expires_on date,
    expiry_precision character varying(5) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    free_quantity_base numeric(18,4) NOT NULL,
    mrp numeric(18,4),
    batch_id uuid,
    dispatch_id uuid NOT NULL,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    sales_order_line_id uuid NOT NULL,
    CONSTRAINT dispatch_line_position_check CHECK (("position" >= 0)),
    CONSTRAINT dispatch_line_quantity CHECK (((free_quantity_base >= (0)::numeric) AND (free_quantity_base <= quantity_base) AND (quantity_base > (0)::numeric)))
);

ALTER TABLE ONLY omnistock.dispatch_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE omnistock.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE omnistock.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE omnistock.erasure (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id uuid,
    actor_name character varying(120) NOT NULL,
    overwritten jsonb NOT NULL,
    kept jsonb NOT NULL,
    organization_id uuid NOT NULL,
    principal_request_id uuid
);

ALTER TABLE ONLY omnistock.erasure FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.file_chunk (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    content bytea NOT NULL,
    organization_id uuid NOT NULL,
    file_id uuid NOT NULL,
    CONSTRAINT file_chunk_position_check CHECK (("position" >= 0))
);

ALTER TABLE ONLY omnistock.file_chunk FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.form_draft (
    id uuid NOT NULL,
    page character varying(40) NOT NULL,
    document character varying(40) NOT NULL,
    fields jsonb NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    membership_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.form_draft FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.holiday (
    day date NOT NULL,
    name character varying(80) NOT NULL,
    source character varying(200) NOT NULL,
    added_at timestamp with time zone NOT NULL
);

CREATE TABLE omnistock.idempotency_key (
    id uuid NOT NULL,
    who uuid NOT NULL,
    key character varying(255) NOT NULL,
    body_hash bytea NOT NULL,
    object_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.idempotency_key FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.import (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kind character varying(24) NOT NULL,
    status character varying(12) NOT NULL,
    is_dry_run boolean NOT NULL,
    options jsonb NOT NULL,
    mapping jsonb NOT NULL,
    recognised_as character varying(40) NOT NULL,
    encoding character varying(24) NOT NULL,
    separator character varying(4) NOT NULL,
    rows integer NOT NULL,
    created integer NOT NULL,
    changed integer NOT NULL,
    unchanged integer NOT NULL,
    errors jsonb NOT NULL,
    error_count integer NOT NULL,
    result jsonb NOT NULL,
    person_id uuid,
    once_key character varying(200),
    finished_at timestamp with time zone,
    file_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    rows_done integer NOT NULL,
    CONSTRAINT import_changed_check CHECK ((changed >= 0)),
    CONSTRAINT import_created_check CHECK ((created >= 0)),
    CONSTRAINT import_error_count_check CHECK ((error_count >= 0)),
    CONSTRAINT import_rows_check CHECK ((rows >= 0)),
    CONSTRAINT import_rows_done_check CHECK ((rows_done >= 0)),
    CONSTRAINT import_unchanged_check CHECK ((unchanged >= 0)),
    CONSTRAINT import_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.import FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.incident (
    id uuid NOT NULL,
    reference character varying(12) NOT NULL,
    state character varying(10) NOT NULL,
    is_drill boolean NOT NULL,
    nature character varying(24) NOT NULL,
    title character varying(160) NOT NULL,
    rule character varying(40) NOT NULL,
    cause character varying(120) NOT NULL,
    facts jsonb NOT NULL,
    noticed_at timestamp with time zone NOT NULL,
    aware_at timestamp with time zone,
    is_personal boolean NOT NULL,
    scope text NOT NULL,
    place character varying(200) NOT NULL,
    consequences text NOT NULL,
    mitigation text NOT NULL,
    advice text NOT NULL,
    findings text NOT NULL,
    remedy text NOT NULL,
    registered_by character varying(120) NOT NULL,
    version integer NOT NULL,
    ended_at timestamp with time zone,
    is_practice boolean DEFAULT false NOT NULL,
    CONSTRAINT incident_aware CHECK (((aware_at IS NULL) OR (aware_at >= noticed_at))),
    CONSTRAINT incident_ended CHECK ((((ended_at IS NULL) AND ((state)::text = ANY (ARRAY[('draft'::character varying)::text, ('open'::character varying)::text]))) OR ((ended_at IS NOT NULL) AND ((state)::text = ANY (ARRAY[('closed'::character varying)::text, ('dismissed'::character varying)::text]))))),
    CONSTRAINT incident_judged CHECK ((((state)::text = ANY (ARRAY[('draft'::character varying)::text, ('dismissed'::character varying)::text])) OR (aware_at IS NOT NULL))),
    CONSTRAINT incident_nature CHECK (((nature)::text = ANY (ARRAY[('data_breach'::character varying)::text, ('data_leak'::character varying)::text, ('unauthorised_access'::character varying)::text, ('identity_theft'::character varying)::text, ('application_attack'::character varying)::text, ('server_attack'::character varying)::text, ('malicious_code'::character varying)::text, ('denial_of_service'::character varying)::text, ('probing'::character varying)::text, ('integrity'::character varying)::text, ('other'::character varying)::text]))),
    CONSTRAINT incident_state CHECK (((state)::text = ANY (ARRAY[('draft'::character varying)::text, ('open'::character varying)::text, ('closed'::character varying)::text, ('dismissed'::character varying)::text]))),
    CONSTRAINT incident_version_check CHECK ((version >= 0))
);

CREATE TABLE omnistock.incident_entry (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    kind character varying(12) NOT NULL,
    clock character varying(16) NOT NULL,
    by character varying(120) NOT NULL,
    text text NOT NULL,
    incident_id uuid NOT NULL,
    CONSTRAINT incident_entry_happened CHECK ((happened_at <= at)),
    CONSTRAINT incident_entry_kind CHECK (((kind)::text = ANY (ARRAY[('detected'::character varying)::text, ('registered'::character varying)::text, ('changed'::character varying)::text, ('note'::character varying)::text, ('affected'::character varying)::text, ('left_out'::character varying)::text, ('written'::character varying)::text, ('sent'::character varying)::text, ('delivered'::character varying)::text, ('told'::character varying)::text, ('not_needed'::character varying)::text, ('closed'::character varying)::text, ('dismissed'::character varying)::text])))
);

CREATE TABLE omnistock.incident_message (
    id uuid NOT NULL,
    audience character varying(8) NOT NULL,
    subject character varying(160) NOT NULL,
    text text NOT NULL,
    by character varying(120) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    incident_id uuid NOT NULL,
    subject_hi character varying(160) DEFAULT ''::character varying NOT NULL,
    text_hi text DEFAULT ''::text NOT NULL,
    CONSTRAINT incident_message_audience CHECK (((audience)::text = ANY (ARRAY[('admins'::character varying)::text, ('people'::character varying)::text])))
);

CREATE TABLE omnistock.incident_notice (
    id uuid NOT NULL,
    message_reference uuid NOT NULL,
    incident_reference uuid NOT NULL,
    reference character varying(12) NOT NULL,
    audience character varying(8) NOT NULL,
    subject character varying(160) NOT NULL,
    text text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL,
    subject_hi character varying(160) DEFAULT ''::character varying NOT NULL,
    text_hi text DEFAULT ''::text NOT NULL
);

ALTER TABLE ONLY omnistock.incident_notice FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.incident_person (
    id uuid NOT NULL,
    person_reference uuid NOT NULL,
    organization_reference uuid,
    added_at timestamp with time zone NOT NULL,
    incident_id uuid NOT NULL
);

CREATE TABLE omnistock.incident_receipt (
    id uuid NOT NULL,
    told_at timestamp with time zone NOT NULL,
    is_mailed boolean NOT NULL,
    seen_at timestamp with time zone,
    membership_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT incident_receipt_seen CHECK (((seen_at IS NULL) OR (seen_at >= told_at)))
);

ALTER TABLE ONLY omnistock.incident_receipt FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.incident_workspace (
    id uuid NOT NULL,
    organization_reference uuid NOT NULL,
    how character varying(200) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    admins_told_at timestamp with time zone,
    people_told_at timestamp with time zone,
    admins_reached integer NOT NULL,
    people_reached integer NOT NULL,
    incident_id uuid NOT NULL,
    CONSTRAINT incident_workspace_admins_reached_check CHECK ((admins_reached >= 0)),
    CONSTRAINT incident_workspace_people_reached_check CHECK ((people_reached >= 0))
);

CREATE TABLE omnistock.invitation (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(16) NOT NULL,
    sees_costs boolean NOT NULL,
    sees_only_own_customers boolean NOT NULL,
    warehouse_ids jsonb,
    secret_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    invited_by_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.invitation FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.invoice (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(16) NOT NULL,
    status character varying(12) NOT NULL,
    issued_on date,
    financial_year character varying(5) NOT NULL,
    place_of_supply character varying(2) NOT NULL,
    zero_rated character varying(20) NOT NULL,
    reverse_charge boolean NOT NULL,
    seller jsonb NOT NULL,
    buyer jsonb NOT NULL,
    ship_to jsonb NOT NULL,
    prices_include_tax boolean NOT NULL,
    discount_amount numeric(18,4) NOT NULL,
    taxable numeric(18,4) NOT NULL,
    tax numeric(18,4) NOT NULL,
    tax_lines jsonb NOT NULL,
    round_off numeric(18,4) NOT NULL,
    total numeric(18,4) NOT NULL,
    notes character varying(500) NOT NULL,
    issued_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancel_reason character varying(300) NOT NULL,
    kind character varying(16) NOT NULL,
    sales_order_id uuid,
    due_on date,
    credited numeric(18,4) NOT NULL,
    paid numeric(18,4) NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    registration_id uuid,
    warehouse_id uuid NOT NULL,
    CONSTRAINT invoice_numbered CHECK (((NOT ((status)::text = 'issued'::text)) OR ((NOT ((number)::text = ''::text)) AND (issued_on IS NOT NULL)))),
    CONSTRAINT invoice_settled CHECK (((credited >= (0)::numeric) AND (paid >= (0)::numeric) AND (total >= (paid + credited)))),
    CONSTRAINT invoice_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.invoice FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.invoice_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    description character varying(200) NOT NULL,
    hsn_code character varying(8) NOT NULL,
    batch_number character varying(60) NOT NULL,
    expires_on date,
    expiry_precision character varying(5) NOT NULL,
    mrp numeric(18,4),
    unit_code character varying(20) NOT NULL,
    uqc_code character varying(3) NOT NULL,
    quantity numeric(18,4) NOT NULL,
    free_quantity numeric(18,4) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    unit_price numeric(18,4) NOT NULL,
    discount_percent numeric(7,4) NOT NULL,
    discount_amount numeric(18,4) NOT NULL,
    document_discount_amount numeric(18,4) NOT NULL,
    tax_category character varying(12) NOT NULL,
    tax_rate numeric(7,4),
    taxable numeric(18,4) NOT NULL,
    tax_heads jsonb NOT NULL,
    amount numeric(18,4) NOT NULL,
    credited_quantity_base numeric(18,4) NOT NULL,
    credited_taxable numeric(18,4) NOT NULL,
    batch_id uuid,
    invoice_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    sales_order_line_id uuid,
    CONSTRAINT invoice_line_credited CHECK (((credited_quantity_base >= (0)::numeric) AND (quantity_base >= credited_quantity_base) AND (credited_taxable >= (0)::numeric) AND (taxable >= credited_taxable))),
    CONSTRAINT invoice_line_position_check CHECK (("position" >= 0))
);

ALTER TABLE ONLY omnistock.invoice_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.job_run (
    name character varying(60) NOT NULL,
    finished_at timestamp with time zone NOT NULL
);

CREATE TABLE omnistock.landed_cost (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    document_number character varying(60) NOT NULL,
    document_on date,
    basis character varying(8) NOT NULL,
    notes character varying(500) NOT NULL,
    value numeric(18,4) NOT NULL,
    gone_value numeric(18,4) NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    reversed_at timestamp with time zone,
    organization_id uuid NOT NULL,
    receipt_id uuid NOT NULL,
    supplier_id uuid,
    CONSTRAINT landed_cost_basis CHECK (((basis)::text = ANY (ARRAY[('value'::character varying)::text, ('weight'::character varying)::text, ('quantity'::character varying)::text]))),
    CONSTRAINT landed_cost_value CHECK ((value > (0)::numeric)),
    CONSTRAINT landed_cost_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.landed_cost FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.landed_cost_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    description character varying(120) NOT NULL,
    amount numeric(18,4) NOT NULL,
    landed_cost_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT landed_cost_line_amount CHECK ((amount > (0)::numeric)),
    CONSTRAINT landed_cost_line_position_check CHECK (("position" >= 0))
);

ALTER TABLE ONLY omnistock.landed_cost_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.landed_cost_share (
    id uuid NOT NULL,
    value numeric(18,4) NOT NULL,
    gone_value numeric(18,4) NOT NULL,
    landed_cost_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    receipt_line_id uuid NOT NULL,
    CONSTRAINT landed_cost_share_value CHECK (((gone_value >= (0)::numeric) AND (value > (0)::numeric)))
);

ALTER TABLE ONLY omnistock.landed_cost_share FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.layer (
    id uuid NOT NULL,
    document_kind character varying(24) NOT NULL,
    document_id uuid NOT NULL,
    document_line_id uuid,
    received_on date NOT NULL,
    quantity numeric(18,4) NOT NULL,
    free_quantity numeric(18,4) NOT NULL,
    value numeric(18,4) NOT NULL,
    mrp numeric(18,4),
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    batch_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    supplier_id uuid,
    CONSTRAINT layer_free CHECK ((free_quantity <= quantity)),
    CONSTRAINT layer_positive CHECK (((free_quantity >= (0)::numeric) AND (quantity > (0)::numeric) AND (value >= (0)::numeric)))
);

ALTER TABLE ONLY omnistock.layer FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.layer_revision (
    id uuid NOT NULL,
    value numeric(18,4) NOT NULL,
    document_kind character varying(24) NOT NULL,
    document_id uuid NOT NULL,
    document_line_id uuid,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_id uuid,
    actor_name character varying(120) NOT NULL,
    layer_id uuid NOT NULL,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    CONSTRAINT layer_revision_value CHECK ((NOT (value = (0)::numeric)))
);

ALTER TABLE ONLY omnistock.layer_revision FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.location (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(12) NOT NULL,
    archived_at timestamp with time zone,
    organization_id uuid NOT NULL,
    warehouse_id uuid,
    zone character varying(40) NOT NULL,
    CONSTRAINT location_kind CHECK (((((kind)::text = ANY (ARRAY[('supplier'::character varying)::text, ('customer'::character varying)::text, ('loss'::character varying)::text, ('found'::character varying)::text, ('production'::character varying)::text])) AND (warehouse_id IS NULL)) OR (((kind)::text = ANY (ARRAY[('receiving'::character varying)::text, ('storage'::character varying)::text, ('picking'::character varying)::text, ('quarantine'::character varying)::text, ('dispatch'::character varying)::text, ('transit'::character varying)::text])) AND (warehouse_id IS NOT NULL)))),
    CONSTRAINT location_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.location FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.mail (
    id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    recipient character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    status character varying(12) NOT NULL,
    provider_id character varying(100) NOT NULL,
    error character varying(300) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    sent_at timestamp with time zone,
    attempts smallint NOT NULL,
    language character varying(8) NOT NULL,
    CONSTRAINT mail_attempts_check CHECK ((attempts >= 0))
);

CREATE TABLE omnistock.mail_refusal (
    id uuid NOT NULL,
    digest character varying(32) NOT NULL,
    kind character varying(40) NOT NULL,
    refused_at timestamp with time zone NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.mail_refusal FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.membership (
    id uuid NOT NULL,
    role character varying(16) NOT NULL,
    sees_costs boolean NOT NULL,
    sees_only_own_customers boolean NOT NULL,
    is_limited_to_warehouses boolean NOT NULL,
    ended_at timestamp with time zone,
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT membership_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.membership FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.membership_warehouse (
    id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.membership_warehouse FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE omnistock.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.month_change (
    id uuid NOT NULL,
    month date NOT NULL,
    quantity numeric(18,4) NOT NULL,
    value numeric(18,4) NOT NULL,
    layer_id uuid NOT NULL,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.month_change FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.move (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    kind character varying(8) NOT NULL,
    receipt_id uuid,
    notes character varying(500) NOT NULL,
    moved_at timestamp with time zone NOT NULL,
    reversed_at timestamp with time zone,
    organization_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    CONSTRAINT move_kind CHECK (((((kind)::text = 'put_away'::text) AND (receipt_id IS NOT NULL)) OR (((kind)::text = 'move'::text) AND (receipt_id IS NULL)))),
    CONSTRAINT move_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.move FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.move_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    unit_code character varying(20) NOT NULL,
    quantity numeric(18,4) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    batch_id uuid,
    from_location_id uuid NOT NULL,
    move_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    to_location_id uuid NOT NULL,
    CONSTRAINT move_line_moves CHECK ((NOT (from_location_id = to_location_id))),
    CONSTRAINT move_line_position_check CHECK (("position" >= 0)),
    CONSTRAINT move_line_quantity CHECK ((quantity_base > (0)::numeric))
);

ALTER TABLE ONLY omnistock.move_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.movement (
    id uuid NOT NULL,
    quantity numeric(18,4) NOT NULL,
    value numeric(18,4) NOT NULL,
    reason character varying(24) NOT NULL,
    document_kind character varying(24) NOT NULL,
    document_id uuid NOT NULL,
    document_line_id uuid,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_id uuid,
    actor_name character varying(120) NOT NULL,
    from_location_id uuid NOT NULL,
    layer_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    reverses_id uuid,
    to_location_id uuid NOT NULL,
    CONSTRAINT movement_moves CHECK ((NOT (from_location_id = to_location_id))),
    CONSTRAINT movement_quantity CHECK ((quantity > (0)::numeric)),
    CONSTRAINT movement_value CHECK ((value >= (0)::numeric))
);

ALTER TABLE ONLY omnistock.movement FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.notice (
    id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    about_id uuid NOT NULL,
    facts jsonb NOT NULL,
    is_shown boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    organization_id uuid NOT NULL,
    membership_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.notice FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.notice_choice (
    id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    membership_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    channel character varying(4) NOT NULL,
    CONSTRAINT notice_choice_channel CHECK (((channel)::text = ANY (ARRAY[('mail'::character varying)::text, ('app'::character varying)::text])))
);

ALTER TABLE ONLY omnistock.notice_choice FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.number_series (
    id uuid NOT NULL,
    document_kind character varying(24) NOT NULL,
    financial_year character varying(5) NOT NULL,
    prefix character varying(12) NOT NULL,
    last_number bigint NOT NULL,
    last_date date,
    organization_id uuid NOT NULL,
    registration_id uuid,
    CONSTRAINT number_series_last_number_check CHECK ((last_number >= 0))
);

ALTER TABLE ONLY omnistock.number_series FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.organization (
    id uuid NOT NULL,
    name character varying(160) NOT NULL,
    country character varying(2) NOT NULL,
    currency character varying(3) NOT NULL,
    time_zone character varying(64) NOT NULL,
    keeps character varying(16) NOT NULL,
    round_off boolean NOT NULL,
    minimum_shelf_life_days integer NOT NULL,
    life_watch_days integer NOT NULL,
    life_near_days integer NOT NULL,
    life_urgent_days integer NOT NULL,
    upi_id character varying(100) NOT NULL,
    invoice_terms text NOT NULL,
    phone character varying(32) NOT NULL,
    email character varying(254) NOT NULL,
    is_practice boolean NOT NULL,
    first_steps_hidden boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    count_needs_two_people boolean NOT NULL,
    count_tolerance_percent numeric(7,4),
    count_tolerance_value numeric(18,4),
    adjustment_approval_over numeric(18,4),
    plan character varying(16) DEFAULT 'free'::character varying NOT NULL,
    sends_dispatch_alerts boolean NOT NULL,
    needs_second_factor boolean NOT NULL,
    frozen_at timestamp with time zone,
    purge_at timestamp with time zone,
    customer_language character varying(8) DEFAULT 'en'::character varying NOT NULL,
    bank_details text DEFAULT ''::text NOT NULL,
    CONSTRAINT organization_life_near_days_check CHECK ((life_near_days >= 0)),
    CONSTRAINT organization_life_urgent_days_check CHECK ((life_urgent_days >= 0)),
    CONSTRAINT organization_life_watch_days_check CHECK ((life_watch_days >= 0)),
    CONSTRAINT organization_minimum_shelf_life_days_check CHECK ((minimum_shelf_life_days >= 0)),
    CONSTRAINT organization_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.organization FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.payment (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    amount numeric(18,4) NOT NULL,
    method character varying(8) NOT NULL,
    reference character varying(100) NOT NULL,
    paid_on date NOT NULL,
    allocated numeric(18,4) NOT NULL,
    notes character varying(500) NOT NULL,
    reversed_at timestamp with time zone,
    reversed_reason character varying(300) NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    refunded numeric(18,4) NOT NULL,
    CONSTRAINT payment_amounts CHECK (((allocated >= (0)::numeric) AND (amount > (0)::numeric) AND (amount >= (allocated + refunded)) AND (refunded >= (0)::numeric))),
    CONSTRAINT payment_reversed CHECK (((reversed_at IS NULL) OR ((allocated = (0)::numeric) AND (refunded = (0)::numeric)))),
    CONSTRAINT payment_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.payment FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.payment_allocation (
    id uuid NOT NULL,
    amount numeric(18,4) NOT NULL,
    invoice_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    CONSTRAINT payment_allocation_amount CHECK ((amount > (0)::numeric))
);

ALTER TABLE ONLY omnistock.payment_allocation FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.period (
    id uuid NOT NULL,
    locked_through date,
    written_through date,
    organization_id uuid NOT NULL,
    days_written_through date
);

ALTER TABLE ONLY omnistock.period FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.person (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    is_active boolean NOT NULL,
    theme character varying(8) NOT NULL,
    language character varying(8) NOT NULL,
    single_keys boolean NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);

CREATE TABLE omnistock.principal_request (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    reference character varying(12) NOT NULL,
    kind character varying(12) NOT NULL,
    name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(32) NOT NULL,
    text text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    answer_by date NOT NULL,
    answered_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    answer text NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT principal_request_kind CHECK (((kind)::text = ANY (ARRAY[('access'::character varying)::text, ('correction'::character varying)::text, ('erasure'::character varying)::text, ('grievance'::character varying)::text, ('nomination'::character varying)::text]))),
    CONSTRAINT principal_request_outcome CHECK ((((answered_at IS NULL) AND ((outcome)::text = ''::text)) OR ((answered_at IS NOT NULL) AND ((outcome)::text = ANY (ARRAY[('met'::character varying)::text, ('partly'::character varying)::text, ('refused'::character varying)::text]))))),
    CONSTRAINT principal_request_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.principal_request FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type omnistock.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE omnistock.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE omnistock.procrastinate_events_id_seq OWNED BY omnistock.procrastinate_events.id;

CREATE SEQUENCE omnistock.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE omnistock.procrastinate_jobs_id_seq OWNED BY omnistock.procrastinate_jobs.id;

CREATE TABLE omnistock.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE omnistock.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE omnistock.procrastinate_periodic_defers_id_seq OWNED BY omnistock.procrastinate_periodic_defers.id;

CREATE TABLE omnistock.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE omnistock.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME omnistock.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.product (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    sku character varying(64) NOT NULL,
    sku_key character varying(64) NOT NULL COLLATE pg_catalog."C",
    name character varying(200) NOT NULL,
    description text NOT NULL,
    brand character varying(120) NOT NULL,
    tracking character varying(8) NOT NULL,
    expires boolean NOT NULL,
    hsn_code character varying(8) NOT NULL,
    tax_category character varying(12) NOT NULL,
    tax_rate numeric(7,4),
    sale_price numeric(18,4),
    purchase_price numeric(18,4),
    mrp numeric(18,4),
    weight_grams numeric(18,4),
    shelf_life_days integer,
    minimum_shelf_life_days integer,
    reorder_point numeric(18,4),
    reorder_quantity numeric(18,4),
    photo_id uuid,
    used_at timestamp with time zone,
    custom_fields jsonb NOT NULL,
    archived_at timestamp with time zone,
    category_id uuid,
    organization_id uuid NOT NULL,
    unit_id uuid CONSTRAINT product_unit_id_not_null1 NOT NULL,
    CONSTRAINT product_minimum_shelf_life_days_check CHECK ((minimum_shelf_life_days >= 0)),
    CONSTRAINT product_mrp CHECK (((mrp IS NULL) OR (mrp >= (0)::numeric))),
    CONSTRAINT product_purchase_price CHECK (((purchase_price IS NULL) OR (purchase_price >= (0)::numeric))),
    CONSTRAINT product_sale_price CHECK (((sale_price IS NULL) OR (sale_price >= (0)::numeric))),
    CONSTRAINT product_shelf_life_days_check CHECK ((shelf_life_days >= 0)),
    CONSTRAINT product_tax_rate CHECK (((tax_rate IS NULL) OR ((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric)))),
    CONSTRAINT product_tracking CHECK (((tracking)::text = ANY (ARRAY[('none'::character varying)::text, ('batch'::character varying)::text, ('serial'::character varying)::text]))),
    CONSTRAINT product_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.product FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.product_supplier (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    code character varying(60) NOT NULL,
    unit_code character varying(20) NOT NULL,
    unit_cost numeric(18,4),
    minimum_quantity numeric(18,4),
    lead_days integer,
    is_preferred boolean NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    CONSTRAINT product_supplier_cost CHECK (((unit_cost IS NULL) OR (unit_cost >= (0)::numeric))),
    CONSTRAINT product_supplier_lead_days_check CHECK ((lead_days >= 0)),
    CONSTRAINT product_supplier_minimum CHECK (((minimum_quantity IS NULL) OR (minimum_quantity > (0)::numeric))),
    CONSTRAINT product_supplier_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.product_supplier FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.product_unit (
    id uuid NOT NULL,
    factor numeric(18,8) NOT NULL,
    used_at timestamp with time zone,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT product_unit_factor CHECK ((factor >= (1)::numeric))
);

ALTER TABLE ONLY omnistock.product_unit FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.promise_check (
    id uuid NOT NULL,
    promise character varying(4) NOT NULL,
    result character varying(8) NOT NULL,
    details jsonb NOT NULL,
    checked_at timestamp with time zone NOT NULL
);

CREATE TABLE omnistock.provider_event (
    id character varying(100) NOT NULL,
    kind character varying(40) NOT NULL,
    taken_at timestamp with time zone NOT NULL
);

CREATE TABLE omnistock.purchase_order (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    status character varying(16) NOT NULL,
    ordered_on date NOT NULL,
    expected_on date,
    supplier_reference character varying(60) NOT NULL,
    notes character varying(500) NOT NULL,
    subtotal numeric(18,4) NOT NULL,
    confirmed_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    closed_at timestamp with time zone,
    organization_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    CONSTRAINT purchase_order_status CHECK (((status)::text = ANY (ARRAY[('draft'::character varying)::text, ('confirmed'::character varying)::text, ('partly_received'::character varying)::text, ('received'::character varying)::text, ('closed'::character varying)::text, ('cancelled'::character varying)::text]))),
    CONSTRAINT purchase_order_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.purchase_order FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.purchase_order_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    description character varying(200) NOT NULL,
    unit_code character varying(20) NOT NULL,
    factor numeric(18,8) NOT NULL,
    quantity numeric(18,4) NOT NULL,
    free_quantity numeric(18,4) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    received_quantity_base numeric(18,4) NOT NULL,
    unit_cost numeric(18,4) NOT NULL,
    discount_percent numeric(7,4) NOT NULL,
    tax_rate numeric(7,4),
    amount numeric(18,4) NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    purchase_order_id uuid NOT NULL,
    CONSTRAINT purchase_order_line_position_check CHECK (("position" >= 0)),
    CONSTRAINT purchase_order_line_quantity CHECK ((quantity_base > (0)::numeric)),
    CONSTRAINT purchase_order_line_received CHECK ((received_quantity_base >= (0)::numeric))
);

ALTER TABLE ONLY omnistock.purchase_order_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.recall (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    reason character varying(300) NOT NULL,
    is_drill boolean NOT NULL,
    status character varying(8) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by character varying(120) NOT NULL,
    closed_at timestamp with time zone,
    closing_notes character varying(500) NOT NULL,
    unaccounted_base numeric(18,4),
    released_at timestamp with time zone,
    released_reason character varying(300) NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT recall_closed CHECK ((((closed_at IS NOT NULL) AND ((status)::text = 'closed'::text)) OR (NOT ((status)::text = 'closed'::text)))),
    CONSTRAINT recall_released CHECK ((((NOT is_drill) AND (released_at IS NOT NULL) AND ((status)::text = 'released'::text)) OR (NOT ((status)::text = 'released'::text)))),
    CONSTRAINT recall_status CHECK (((status)::text = ANY (ARRAY[('open'::character varying)::text, ('closed'::character varying)::text, ('released'::character varying)::text]))),
    CONSTRAINT recall_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.recall FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.recall_answer (
    id uuid NOT NULL,
    destroyed_base numeric(18,4) NOT NULL,
    used_base numeric(18,4) NOT NULL,
    batch_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    CONSTRAINT recall_answer_quantity CHECK (((destroyed_base >= (0)::numeric) AND (used_base >= (0)::numeric)))
);

ALTER TABLE ONLY omnistock.recall_answer FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.recall_batch (
    id uuid NOT NULL,
    batch_number character varying(60) NOT NULL,
    status_before character varying(8) NOT NULL,
    reason_before character varying(300) NOT NULL,
    batch_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    recall_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.recall_batch FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.recall_contact (
    id uuid NOT NULL,
    contacted_at timestamp with time zone,
    answered_at timestamp with time zone,
    notes character varying(500) NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    recall_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.recall_contact FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.recall_order_line (
    id uuid NOT NULL,
    pulled jsonb NOT NULL,
    pulled_base numeric(18,4) NOT NULL,
    picked_base numeric(18,4) NOT NULL,
    replaced jsonb NOT NULL,
    short_base numeric(18,4) NOT NULL,
    organization_id uuid NOT NULL,
    recall_id uuid NOT NULL,
    sales_order_id uuid NOT NULL,
    sales_order_line_id uuid NOT NULL,
    CONSTRAINT recall_order_line_quantity CHECK (((picked_base >= (0)::numeric) AND (pulled_base > (0)::numeric) AND (short_base >= (0)::numeric)))
);

ALTER TABLE ONLY omnistock.recall_order_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.receipt (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    supplier_document_number character varying(60) NOT NULL,
    supplier_document_on date,
    effective_at timestamp with time zone NOT NULL,
    notes character varying(500) NOT NULL,
    value numeric(18,4) NOT NULL,
    cautions jsonb NOT NULL,
    reversed_at timestamp with time zone,
    organization_id uuid NOT NULL,
    purchase_order_id uuid,
    supplier_id uuid,
    warehouse_id uuid NOT NULL,
    CONSTRAINT receipt_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.receipt FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.receipt_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    batch_number character varying(60) NOT NULL,
    expires_on date,
    expiry_precision character varying(5) NOT NULL,
    manufactured_on date,
    unit_code character varying(20) NOT NULL,
    factor numeric(18,8) NOT NULL,
    quantity numeric(18,4) NOT NULL,
    free_quantity numeric(18,4) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    unit_cost numeric(18,4) NOT NULL,
    mrp numeric(18,4),
    value numeric(18,4) NOT NULL,
    batch_id uuid NOT NULL,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    purchase_order_line_id uuid,
    receipt_id uuid NOT NULL,
    CONSTRAINT receipt_line_position_check CHECK (("position" >= 0)),
    CONSTRAINT receipt_line_quantity CHECK ((quantity_base > (0)::numeric))
);

ALTER TABLE ONLY omnistock.receipt_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.refund (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    amount numeric(18,4) NOT NULL,
    method character varying(8) NOT NULL,
    reference character varying(100) NOT NULL,
    refunded_on date NOT NULL,
    notes character varying(500) NOT NULL,
    reversed_at timestamp with time zone,
    reversed_reason character varying(300) NOT NULL,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    CONSTRAINT refund_amount CHECK ((amount > (0)::numeric)),
    CONSTRAINT refund_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.refund FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.registration (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    gstin character varying(15) NOT NULL,
    tax_number character varying(40) NOT NULL,
    legal_name character varying(160) NOT NULL,
    trade_name character varying(160) NOT NULL,
    state_code character varying(2) NOT NULL,
    scheme character varying(12) NOT NULL,
    address_lines jsonb NOT NULL,
    city character varying(80) NOT NULL,
    postal_code character varying(12) NOT NULL,
    valid_from date,
    valid_to date,
    tax_locked_through date,
    archived_at timestamp with time zone,
    organization_id uuid NOT NULL,
    CONSTRAINT registration_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.registration FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.reorder_rule (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    reorder_point numeric(18,4) NOT NULL,
    target numeric(18,4) NOT NULL,
    lead_days integer,
    unit_code character varying(20) NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    CONSTRAINT reorder_rule_lead_days_check CHECK ((lead_days >= 0)),
    CONSTRAINT reorder_rule_target CHECK (((reorder_point >= (0)::numeric) AND (target >= reorder_point))),
    CONSTRAINT reorder_rule_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.reorder_rule FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.replenishment_run (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    days integer NOT NULL,
    made_by character varying(120) NOT NULL,
    purchase_order_ids jsonb NOT NULL,
    transfer_ids jsonb NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT replenishment_run_days_check CHECK ((days >= 0)),
    CONSTRAINT replenishment_run_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.replenishment_run FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.request_log (
    address inet,
    at timestamp with time zone NOT NULL,
    route text NOT NULL,
    status smallint NOT NULL
)
PARTITION BY RANGE (at);

CREATE TABLE omnistock.reservation (
    id uuid NOT NULL,
    demand_kind character varying(24) NOT NULL,
    demand_id uuid NOT NULL,
    demand_line_id uuid NOT NULL,
    quantity numeric(18,4) NOT NULL,
    promised_on date,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    layer_id uuid NOT NULL,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT reservation_quantity CHECK ((quantity > (0)::numeric))
);

ALTER TABLE ONLY omnistock.reservation FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.retention_days (
    store character varying(40) NOT NULL,
    days integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT retention_days_days_check CHECK ((days >= 0)),
    CONSTRAINT retention_days_positive CHECK ((days >= 1))
);

CREATE TABLE omnistock.reversal (
    id uuid NOT NULL,
    document_kind character varying(24) NOT NULL,
    document_id uuid NOT NULL,
    reversed_at timestamp with time zone NOT NULL,
    actor_name character varying(120) NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.reversal FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.rights_message (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(16) NOT NULL,
    author_name character varying(120) NOT NULL,
    text text NOT NULL,
    request_id uuid NOT NULL,
    CONSTRAINT rights_message_kind CHECK (((kind)::text = ANY (ARRAY[('received'::character varying)::text, ('acknowledgement'::character varying)::text, ('reply'::character varying)::text, ('closing'::character varying)::text])))
);

CREATE TABLE omnistock.rights_request (
    id uuid NOT NULL,
    reference character varying(12) NOT NULL,
    kind character varying(12) NOT NULL,
    name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    language character varying(8) NOT NULL,
    text text NOT NULL,
    workspace_name character varying(160) NOT NULL,
    nominee jsonb,
    person_reference uuid,
    organization_reference uuid,
    follow_hash bytea NOT NULL,
    proof character varying(8) NOT NULL,
    proof_hash bytea,
    proved_at timestamp with time zone,
    received_at timestamp with time zone NOT NULL,
    acknowledge_by date NOT NULL,
    resolve_by date NOT NULL,
    acknowledged_at timestamp with time zone,
    resolved_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    CONSTRAINT rights_request_kind CHECK (((kind)::text = ANY (ARRAY[('access'::character varying)::text, ('correction'::character varying)::text, ('erasure'::character varying)::text, ('grievance'::character varying)::text, ('nomination'::character varying)::text]))),
    CONSTRAINT rights_request_outcome CHECK (((((outcome)::text = ''::text) AND (resolved_at IS NULL)) OR ((resolved_at IS NOT NULL) AND ((outcome)::text = ANY (ARRAY[('met'::character varying)::text, ('partly'::character varying)::text, ('refused'::character varying)::text, ('routed'::character varying)::text, ('withdrawn'::character varying)::text]))))),
    CONSTRAINT rights_request_proof CHECK (((((proof)::text = 'none'::text) AND (proved_at IS NULL)) OR ((NOT ((proof)::text = 'none'::text)) AND (proved_at IS NOT NULL))))
);

CREATE TABLE omnistock.route_duration (
    day date NOT NULL,
    route character varying(300) NOT NULL,
    requests bigint NOT NULL,
    milliseconds bigint NOT NULL,
    slowest_milliseconds integer NOT NULL
);

CREATE TABLE omnistock.sales_order (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    status character varying(20) NOT NULL,
    ordered_on date NOT NULL,
    promised_on date,
    customer_reference character varying(60) NOT NULL,
    prices_include_tax boolean NOT NULL,
    discount_amount numeric(18,4) NOT NULL,
    notes character varying(500) NOT NULL,
    place_of_supply character varying(2) NOT NULL,
    taxable numeric(18,4) NOT NULL,
    tax numeric(18,4) NOT NULL,
    tax_lines jsonb NOT NULL,
    round_off numeric(18,4) NOT NULL,
    total numeric(18,4) NOT NULL,
    cautions jsonb NOT NULL,
    confirmed_at timestamp with time zone,
    picked_at timestamp with time zone,
    dispatched_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    closed_at timestamp with time zone,
    billing_address_id uuid,
    customer_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    shipping_address_id uuid,
    warehouse_id uuid NOT NULL,
    CONSTRAINT sales_order_status CHECK (((status)::text = ANY (ARRAY[('draft'::character varying)::text, ('confirmed'::character varying)::text, ('reserved'::character varying)::text, ('picked'::character varying)::text, ('partly_dispatched'::character varying)::text, ('dispatched'::character varying)::text, ('closed'::character varying)::text, ('cancelled'::character varying)::text]))),
    CONSTRAINT sales_order_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.sales_order FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.sales_order_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    description character varying(200) NOT NULL,
    unit_code character varying(20) NOT NULL,
    factor numeric(18,8) NOT NULL,
    quantity numeric(18,4) NOT NULL,
    free_quantity numeric(18,4) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    picked_quantity_base numeric(18,4) NOT NULL,
    dispatched_quantity_base numeric(18,4) NOT NULL,
    cancelled_quantity_base numeric(18,4) NOT NULL,
    price_basis character varying(10) NOT NULL,
    price_value numeric(18,4),
    unit_price numeric(18,4) NOT NULL,
    price_source character varying(24) NOT NULL,
    discount_percent numeric(7,4) NOT NULL,
    discount_amount numeric(18,4) NOT NULL,
    tax_rate numeric(7,4),
    tax_category character varying(12) NOT NULL,
    amount numeric(18,4) NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    sales_order_id uuid NOT NULL,
    shelf_life_days integer,
    shelf_life_reason character varying(300) NOT NULL,
    CONSTRAINT sales_order_line_dispatched CHECK (((dispatched_quantity_base >= (0)::numeric) AND (quantity_base >= (dispatched_quantity_base + cancelled_quantity_base)))),
    CONSTRAINT sales_order_line_position_check CHECK (("position" >= 0)),
    CONSTRAINT sales_order_line_quantity CHECK ((quantity_base > (0)::numeric)),
    CONSTRAINT sales_order_line_shelf_life_days_check CHECK ((shelf_life_days >= 0))
);

ALTER TABLE ONLY omnistock.sales_order_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.saved_view (
    id uuid NOT NULL,
    page character varying(40) NOT NULL,
    name character varying(60) NOT NULL,
    query character varying(2000) NOT NULL,
    is_shared boolean NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    membership_id uuid,
    organization_id uuid NOT NULL,
    CONSTRAINT saved_view_owner CHECK ((is_shared OR (membership_id IS NOT NULL)))
);

ALTER TABLE ONLY omnistock.saved_view FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.search_token (
    id uuid NOT NULL,
    kind character varying(24) NOT NULL,
    token character varying(40) NOT NULL COLLATE pg_catalog."C",
    object_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.search_token FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.security_event (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(40) NOT NULL,
    outcome character varying(8) NOT NULL,
    organization_reference uuid,
    is_shared boolean NOT NULL,
    person_id uuid,
    about_id uuid,
    api_key_id uuid,
    door character varying(8) NOT NULL,
    address inet,
    facts jsonb NOT NULL,
    CONSTRAINT security_event_outcome CHECK (((outcome)::text = ANY (ARRAY[('done'::character varying)::text, ('refused'::character varying)::text]))),
    CONSTRAINT security_event_shared_of_account CHECK (((NOT is_shared) OR (organization_reference IS NULL)))
);

ALTER TABLE ONLY omnistock.security_event FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.share (
    id uuid NOT NULL,
    title character varying(160) NOT NULL,
    content text NOT NULL,
    shared_by character varying(120) NOT NULL,
    shared_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT share_withdrawn_is_empty CHECK (((withdrawn_at IS NULL) OR (content = ''::text)))
);

ALTER TABLE ONLY omnistock.share FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.skip (
    id uuid NOT NULL,
    demand_id uuid NOT NULL,
    demand_line_id uuid NOT NULL,
    reason character varying(24) NOT NULL,
    details jsonb NOT NULL,
    batch_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.skip FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.staff (
    person_id uuid NOT NULL,
    reason character varying(200) NOT NULL,
    added_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    ended_at timestamp with time zone
);

CREATE TABLE omnistock.stock_count (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    scope character varying(12) NOT NULL,
    product_ids jsonb,
    batch_ids jsonb,
    is_by_product boolean NOT NULL,
    status character varying(20) NOT NULL,
    tolerance_percent numeric(7,4),
    tolerance_value numeric(18,4),
    due_on date NOT NULL,
    notes character varying(500) NOT NULL,
    submitted_at timestamp with time zone,
    approved_at timestamp with time zone,
    approved_by_name character varying(120) NOT NULL,
    cancelled_at timestamp with time zone,
    adjustment_id uuid,
    organization_id uuid NOT NULL,
    plan_id uuid,
    warehouse_id uuid NOT NULL,
    CONSTRAINT stock_count_adjustment CHECK ((((status)::text = 'approved'::text) OR (adjustment_id IS NULL))),
    CONSTRAINT stock_count_status CHECK (((status)::text = ANY (ARRAY[('counting'::character varying)::text, ('awaiting_approval'::character varying)::text, ('approved'::character varying)::text, ('cancelled'::character varying)::text]))),
    CONSTRAINT stock_count_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.stock_count FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.stock_count_bin (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    state character varying(8) NOT NULL,
    finished_at timestamp with time zone,
    finished_by_name character varying(120) NOT NULL,
    count_id uuid NOT NULL,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT stock_count_bin_position_check CHECK (("position" >= 0)),
    CONSTRAINT stock_count_bin_state CHECK (((state)::text = ANY (ARRAY[('waiting'::character varying)::text, ('counting'::character varying)::text, ('counted'::character varying)::text])))
);

ALTER TABLE ONLY omnistock.stock_count_bin FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.stock_count_counter (
    id uuid NOT NULL,
    count_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    organization_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.stock_count_counter FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.stock_count_entry (
    id uuid NOT NULL,
    round smallint NOT NULL,
    source character varying(6) NOT NULL,
    typed character varying(80) NOT NULL,
    counted_base numeric(18,4) NOT NULL,
    book_base numeric(18,4) NOT NULL,
    difference_base numeric(18,4) NOT NULL,
    person_id uuid,
    counter_key uuid NOT NULL,
    counter_name character varying(120) NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    organization_id uuid NOT NULL,
    line_id uuid NOT NULL,
    pack_expires_on date,
    pack_expiry_precision character varying(5) NOT NULL,
    CONSTRAINT stock_count_entry_difference CHECK ((difference_base = (counted_base - book_base))),
    CONSTRAINT stock_count_entry_precision CHECK (((pack_expiry_precision)::text = ANY (ARRAY[('day'::character varying)::text, ('month'::character varying)::text]))),
    CONSTRAINT stock_count_entry_quantity CHECK ((counted_base >= (0)::numeric)),
    CONSTRAINT stock_count_entry_round_check CHECK ((round >= 0))
);

ALTER TABLE ONLY omnistock.stock_count_entry FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.stock_count_line (
    id uuid NOT NULL,
    is_expected boolean NOT NULL,
    is_open boolean NOT NULL,
    state character varying(8) NOT NULL,
    round smallint NOT NULL,
    needs_another boolean NOT NULL,
    is_disputed boolean NOT NULL,
    difference_base numeric(18,4),
    unit_value numeric(18,4) NOT NULL,
    is_out_of_tolerance boolean NOT NULL,
    cause character varying(12) NOT NULL,
    batch_id uuid,
    count_id uuid NOT NULL,
    entry_id uuid,
    location_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    CONSTRAINT stock_count_line_counted CHECK (((NOT ((state)::text = 'counted'::text)) OR ((difference_base IS NOT NULL) AND (entry_id IS NOT NULL)))),
    CONSTRAINT stock_count_line_round_check CHECK ((round >= 0)),
    CONSTRAINT stock_count_line_state CHECK (((state)::text = ANY (ARRAY[('waiting'::character varying)::text, ('counted'::character varying)::text, ('recount'::character varying)::text, ('left_out'::character varying)::text])))
);

ALTER TABLE ONLY omnistock.stock_count_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.stock_total (
    id uuid NOT NULL,
    on_hand numeric(18,4) NOT NULL,
    reserved numeric(18,4) NOT NULL,
    value numeric(18,4) NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    CONSTRAINT stock_total_possible CHECK (((on_hand >= (0)::numeric) AND (reserved >= (0)::numeric) AND (reserved <= on_hand)))
)
WITH (fillfactor='50');

ALTER TABLE ONLY omnistock.stock_total FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.stopped_address (
    digest character varying(32) NOT NULL,
    reason character varying(12) NOT NULL,
    stopped_at timestamp with time zone NOT NULL
);

CREATE TABLE omnistock.stored_file (
    id uuid NOT NULL,
    name character varying(255) NOT NULL,
    media_type character varying(127) NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    subject_kind character varying(40) NOT NULL,
    subject_id uuid,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT stored_file_size_bytes_check CHECK ((size_bytes >= 0))
);

ALTER TABLE ONLY omnistock.stored_file FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.sub_processor_notice (
    name character varying(60) NOT NULL,
    announced_at timestamp with time zone NOT NULL,
    starts_on date NOT NULL,
    was_ahead boolean NOT NULL
);

CREATE TABLE omnistock.supplier (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(32) NOT NULL,
    gst_treatment character varying(12) NOT NULL,
    gstin character varying(15) NOT NULL,
    pan character varying(10) NOT NULL,
    tax_number character varying(40) NOT NULL,
    credit_days integer,
    notes text NOT NULL,
    archived_at timestamp with time zone,
    lead_time_days integer,
    organization_id uuid NOT NULL,
    CONSTRAINT supplier_credit_days_check CHECK ((credit_days >= 0)),
    CONSTRAINT supplier_lead_time_days_check CHECK ((lead_time_days >= 0)),
    CONSTRAINT supplier_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.supplier FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.supplier_address (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    lines jsonb NOT NULL,
    city character varying(80) NOT NULL,
    state_code character varying(2) NOT NULL,
    postal_code character varying(12) NOT NULL,
    country character varying(2) NOT NULL,
    gstin character varying(15) NOT NULL,
    archived_at timestamp with time zone,
    organization_id uuid NOT NULL,
    supplier_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.supplier_address FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.supplier_contact (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    title character varying(80) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(32) NOT NULL,
    organization_id uuid NOT NULL,
    supplier_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.supplier_contact FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.ticket (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    subject character varying(160) NOT NULL,
    status character varying(10) NOT NULL,
    opened_by character varying(120) NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT ticket_status CHECK (((status)::text = ANY (ARRAY[('open'::character varying)::text, ('answered'::character varying)::text, ('closed'::character varying)::text]))),
    CONSTRAINT ticket_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.ticket FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.ticket_attachment (
    id uuid NOT NULL,
    name character varying(255) NOT NULL,
    size_bytes integer NOT NULL,
    content bytea NOT NULL,
    organization_id uuid NOT NULL,
    message_id uuid NOT NULL,
    CONSTRAINT ticket_attachment_size_bytes_check CHECK ((size_bytes >= 0))
);

ALTER TABLE ONLY omnistock.ticket_attachment FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.ticket_message (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    is_staff boolean NOT NULL,
    author_name character varying(120) NOT NULL,
    author_reference uuid,
    text text NOT NULL,
    organization_id uuid NOT NULL,
    ticket_id uuid NOT NULL
);

ALTER TABLE ONLY omnistock.ticket_message FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.transfer (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number character varying(24) NOT NULL,
    status character varying(12) NOT NULL,
    notes character varying(500) NOT NULL,
    dispatched_at timestamp with time zone,
    arrived_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    reversed_at timestamp with time zone,
    from_warehouse_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    to_location_id uuid NOT NULL,
    to_warehouse_id uuid NOT NULL,
    carrier character varying(80) NOT NULL,
    challan jsonb NOT NULL,
    challan_number character varying(16) NOT NULL,
    invoice_note character varying(100) NOT NULL,
    vehicle_number character varying(20) NOT NULL,
    CONSTRAINT transfer_moves CHECK ((NOT (from_warehouse_id = to_warehouse_id))),
    CONSTRAINT transfer_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.transfer FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.transfer_line (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    unit_code character varying(20) NOT NULL,
    quantity numeric(18,4) NOT NULL,
    quantity_base numeric(18,4) NOT NULL,
    arrived_quantity_base numeric(18,4),
    short_reason character varying(200) NOT NULL,
    batch_id uuid,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    transfer_id uuid NOT NULL,
    written_off_quantity_base numeric(18,4) NOT NULL,
    CONSTRAINT transfer_line_position_check CHECK (("position" >= 0)),
    CONSTRAINT transfer_line_quantity CHECK ((quantity_base > (0)::numeric)),
    CONSTRAINT transfer_line_written_off CHECK (((written_off_quantity_base >= (0)::numeric) AND (written_off_quantity_base <= quantity_base)))
);

ALTER TABLE ONLY omnistock.transfer_line FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.unit (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(60) NOT NULL,
    decimals smallint NOT NULL,
    uqc_code character varying(3) NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT unit_decimals CHECK ((decimals <= 4)),
    CONSTRAINT unit_decimals_check CHECK ((decimals >= 0)),
    CONSTRAINT unit_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.unit FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL
);

ALTER TABLE omnistock.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME omnistock.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE omnistock.warehouse (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(120) NOT NULL,
    address_lines jsonb NOT NULL,
    city character varying(80) NOT NULL,
    state_code character varying(2) NOT NULL,
    postal_code character varying(12) NOT NULL,
    country character varying(2) NOT NULL,
    phone character varying(32) NOT NULL,
    archived_at timestamp with time zone,
    default_location_id uuid,
    organization_id uuid NOT NULL,
    registration_id uuid,
    CONSTRAINT warehouse_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.warehouse FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.webhook (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    url character varying(500) NOT NULL,
    description character varying(120) NOT NULL,
    event_types jsonb NOT NULL,
    secret_version integer NOT NULL,
    rotated_at timestamp with time zone,
    seen_seq bigint NOT NULL,
    failing_since timestamp with time zone,
    disabled_at timestamp with time zone,
    disabled_reason character varying(200) NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT webhook_secret_version_check CHECK ((secret_version >= 0)),
    CONSTRAINT webhook_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.webhook FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.webhook_delivery (
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    event_type character varying(80) NOT NULL,
    status character varying(10) NOT NULL,
    attempts integer NOT NULL,
    answer_status integer,
    error character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    attempted_at timestamp with time zone,
    organization_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    CONSTRAINT webhook_delivery_answer_status_check CHECK ((answer_status >= 0)),
    CONSTRAINT webhook_delivery_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT webhook_delivery_status CHECK (((status)::text = ANY (ARRAY[('waiting'::character varying)::text, ('delivered'::character varying)::text, ('failed'::character varying)::text])))
);

ALTER TABLE ONLY omnistock.webhook_delivery FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.workspace_archive (
    id uuid NOT NULL,
    external_id character varying(100),
    version integer NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    direction character varying(8) NOT NULL,
    status character varying(8) NOT NULL,
    person_id uuid,
    api_key_id uuid,
    asked_by character varying(120) NOT NULL,
    file_name character varying(255) NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 bytea,
    rows_done bigint NOT NULL,
    rows_total bigint NOT NULL,
    result jsonb NOT NULL,
    downloads integer NOT NULL,
    finished_at timestamp with time zone,
    expires_at timestamp with time zone,
    organization_id uuid NOT NULL,
    CONSTRAINT workspace_archive_downloads_check CHECK ((downloads >= 0)),
    CONSTRAINT workspace_archive_rows_done_check CHECK ((rows_done >= 0)),
    CONSTRAINT workspace_archive_rows_total_check CHECK ((rows_total >= 0)),
    CONSTRAINT workspace_archive_size_bytes_check CHECK ((size_bytes >= 0)),
    CONSTRAINT workspace_archive_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY omnistock.workspace_archive FORCE ROW LEVEL SECURITY;

CREATE TABLE omnistock.workspace_mail (
    id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    recipient character varying(254) NOT NULL,
    language character varying(8) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    status character varying(12) NOT NULL,
    attempts smallint NOT NULL,
    provider_id character varying(100) NOT NULL,
    error character varying(300) NOT NULL,
    created_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    sent_at timestamp with time zone,
    unsubscribe_url character varying(500) NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT workspace_mail_attempts_check CHECK ((attempts >= 0))
);

ALTER TABLE ONLY omnistock.workspace_mail FORCE ROW LEVEL SECURITY;

ALTER TABLE ONLY omnistock.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('omnistock.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY omnistock.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('omnistock.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY omnistock.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('omnistock.procrastinate_periodic_defers_id_seq'::regclass);

ALTER TABLE ONLY omnistock.access_grant
    ADD CONSTRAINT access_grant_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.access_grant
    ADD CONSTRAINT accessgrant_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);

ALTER TABLE ONLY omnistock.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);

ALTER TABLE ONLY omnistock.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.adjustment
    ADD CONSTRAINT adjustment_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.adjustment_line
    ADD CONSTRAINT adjustment_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.adjustment
    ADD CONSTRAINT adjustment_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.adjustment
    ADD CONSTRAINT adjustment_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.api_key
    ADD CONSTRAINT api_key_secret_unique UNIQUE (organization_id, secret_hash);

ALTER TABLE ONLY omnistock.archive_chunk
    ADD CONSTRAINT archive_chunk_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.archive_chunk
    ADD CONSTRAINT archive_chunk_unique UNIQUE (organization_id, archive_id, "position");

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_file_unique UNIQUE (organization_id, file_id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.audit_erasure
    ADD CONSTRAINT audit_erasure_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.audit_erasure
    ADD CONSTRAINT audit_erasure_subject_unique UNIQUE (organization_id, subject_id);

ALTER TABLE ONLY omnistock.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.audit_link
    ADD CONSTRAINT audit_link_event_unique UNIQUE (organization_id, event_id);

ALTER TABLE ONLY omnistock.audit_link
    ADD CONSTRAINT audit_link_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.audit_link
    ADD CONSTRAINT audit_link_seq_unique UNIQUE (organization_id, seq);

ALTER TABLE ONLY omnistock.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY omnistock.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY omnistock.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY omnistock.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.backup_run
    ADD CONSTRAINT backup_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.balance
    ADD CONSTRAINT balance_key_unique UNIQUE (organization_id, location_id, layer_id);

ALTER TABLE ONLY omnistock.balance
    ADD CONSTRAINT balance_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.balance
    ADD CONSTRAINT balance_serial_in_one_place EXCLUDE USING btree (organization_id WITH =, batch_id WITH =) WHERE ((is_serial AND (on_hand > (0)::numeric))) DEFERRABLE;

ALTER TABLE ONLY omnistock.barcode
    ADD CONSTRAINT barcode_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.barcode
    ADD CONSTRAINT barcode_unique UNIQUE NULLS NOT DISTINCT (organization_id, code, product_id, product_unit_id);

ALTER TABLE ONLY omnistock.batch
    ADD CONSTRAINT batch_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.batch
    ADD CONSTRAINT batch_product_key UNIQUE (organization_id, id, product_id);

ALTER TABLE ONLY omnistock.cache_entry
    ADD CONSTRAINT cache_entry_pkey PRIMARY KEY (cache_key);

ALTER TABLE ONLY omnistock.category
    ADD CONSTRAINT category_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.category
    ADD CONSTRAINT category_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.consent_event
    ADD CONSTRAINT consent_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.count_plan
    ADD CONSTRAINT count_plan_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.count_plan
    ADD CONSTRAINT countplan_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.credit_note_line
    ADD CONSTRAINT credit_note_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.credit_note
    ADD CONSTRAINT credit_note_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.credit_note
    ADD CONSTRAINT creditnote_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.customer_address
    ADD CONSTRAINT customer_address_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.customer_contact
    ADD CONSTRAINT customer_contact_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.customer
    ADD CONSTRAINT customer_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.day_value
    ADD CONSTRAINT day_value_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.day_value
    ADD CONSTRAINT day_value_unique UNIQUE (organization_id, day, warehouse_id);

ALTER TABLE ONLY omnistock.departed_event
    ADD CONSTRAINT departed_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.departure_certificate
    ADD CONSTRAINT departure_certificate_organization_reference_key UNIQUE (organization_reference);

ALTER TABLE ONLY omnistock.departure_certificate
    ADD CONSTRAINT departure_certificate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.departure
    ADD CONSTRAINT departure_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.departure
    ADD CONSTRAINT departure_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.dispatch
    ADD CONSTRAINT dispatch_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.dispatch_line
    ADD CONSTRAINT dispatch_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.dispatch
    ADD CONSTRAINT dispatch_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.dispatch
    ADD CONSTRAINT dispatch_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY omnistock.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY omnistock.erasure
    ADD CONSTRAINT erasure_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.file_chunk
    ADD CONSTRAINT file_chunk_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.file_chunk
    ADD CONSTRAINT file_chunk_unique UNIQUE (organization_id, file_id, "position");

ALTER TABLE ONLY omnistock.form_draft
    ADD CONSTRAINT form_draft_page_unique UNIQUE (organization_id, membership_id, page, document);

ALTER TABLE ONLY omnistock.form_draft
    ADD CONSTRAINT form_draft_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.holiday
    ADD CONSTRAINT holiday_pkey PRIMARY KEY (day);

ALTER TABLE ONLY omnistock.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.idempotency_key
    ADD CONSTRAINT idempotency_key_unique UNIQUE (organization_id, who, key);

ALTER TABLE ONLY omnistock.import
    ADD CONSTRAINT import_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.import
    ADD CONSTRAINT import_once_unique UNIQUE (organization_id, once_key);

ALTER TABLE ONLY omnistock.import
    ADD CONSTRAINT import_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.incident_entry
    ADD CONSTRAINT incident_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.incident_message
    ADD CONSTRAINT incident_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.incident_notice
    ADD CONSTRAINT incident_notice_once UNIQUE (organization_id, message_reference);

ALTER TABLE ONLY omnistock.incident_notice
    ADD CONSTRAINT incident_notice_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.incident_person
    ADD CONSTRAINT incident_person_once UNIQUE NULLS NOT DISTINCT (incident_id, person_reference, organization_reference);

ALTER TABLE ONLY omnistock.incident_person
    ADD CONSTRAINT incident_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.incident_receipt
    ADD CONSTRAINT incident_receipt_once UNIQUE (organization_id, notice_id, membership_id);

ALTER TABLE ONLY omnistock.incident_receipt
    ADD CONSTRAINT incident_receipt_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.incident
    ADD CONSTRAINT incident_reference_key UNIQUE (reference);

ALTER TABLE ONLY omnistock.incident_workspace
    ADD CONSTRAINT incident_workspace_once UNIQUE (incident_id, organization_reference);

ALTER TABLE ONLY omnistock.incident_workspace
    ADD CONSTRAINT incident_workspace_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.invoice
    ADD CONSTRAINT invoice_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.invoice_line
    ADD CONSTRAINT invoice_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.invoice
    ADD CONSTRAINT invoice_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.job_run
    ADD CONSTRAINT job_run_pkey PRIMARY KEY (name);

ALTER TABLE ONLY omnistock.landed_cost_line
    ADD CONSTRAINT landed_cost_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.landed_cost
    ADD CONSTRAINT landed_cost_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.landed_cost
    ADD CONSTRAINT landed_cost_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.landed_cost_share
    ADD CONSTRAINT landed_cost_share_once UNIQUE (organization_id, landed_cost_id, receipt_line_id);

ALTER TABLE ONLY omnistock.landed_cost_share
    ADD CONSTRAINT landed_cost_share_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.landed_cost
    ADD CONSTRAINT landedcost_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.layer
    ADD CONSTRAINT layer_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.layer
    ADD CONSTRAINT layer_product_key UNIQUE (organization_id, id, product_id);

ALTER TABLE ONLY omnistock.layer_revision
    ADD CONSTRAINT layer_revision_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.location
    ADD CONSTRAINT location_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.location
    ADD CONSTRAINT location_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.location
    ADD CONSTRAINT location_warehouse_key UNIQUE (organization_id, id, warehouse_id);

ALTER TABLE ONLY omnistock.mail
    ADD CONSTRAINT mail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.mail_refusal
    ADD CONSTRAINT mail_refusal_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.mail_refusal
    ADD CONSTRAINT mail_refusal_unique UNIQUE (organization_id, digest, kind);

ALTER TABLE ONLY omnistock.membership
    ADD CONSTRAINT membership_person_unique UNIQUE (organization_id, person_id);

ALTER TABLE ONLY omnistock.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.membership_warehouse
    ADD CONSTRAINT membership_warehouse_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.membership_warehouse
    ADD CONSTRAINT membership_warehouse_unique UNIQUE (organization_id, membership_id, warehouse_id);

ALTER TABLE ONLY omnistock.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.month_change
    ADD CONSTRAINT month_change_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.month_change
    ADD CONSTRAINT month_change_unique UNIQUE (organization_id, month, location_id, layer_id);

ALTER TABLE ONLY omnistock.move
    ADD CONSTRAINT move_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.move_line
    ADD CONSTRAINT move_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.move
    ADD CONSTRAINT move_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.move
    ADD CONSTRAINT move_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.movement
    ADD CONSTRAINT movement_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.notice_choice
    ADD CONSTRAINT notice_choice_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.notice_choice
    ADD CONSTRAINT notice_choice_unique UNIQUE (organization_id, membership_id, kind, channel);

ALTER TABLE ONLY omnistock.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.notice
    ADD CONSTRAINT notice_told_once UNIQUE (organization_id, membership_id, kind, about_id);

ALTER TABLE ONLY omnistock.number_series
    ADD CONSTRAINT number_series_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.number_series
    ADD CONSTRAINT number_series_unique UNIQUE NULLS NOT DISTINCT (organization_id, registration_id, document_kind, financial_year);

ALTER TABLE ONLY omnistock.organization
    ADD CONSTRAINT organization_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.payment_allocation
    ADD CONSTRAINT payment_allocation_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.payment_allocation
    ADD CONSTRAINT payment_allocation_unique UNIQUE (organization_id, payment_id, invoice_id);

ALTER TABLE ONLY omnistock.payment
    ADD CONSTRAINT payment_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.payment
    ADD CONSTRAINT payment_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.period
    ADD CONSTRAINT period_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.period
    ADD CONSTRAINT period_unique UNIQUE (organization_id);

ALTER TABLE ONLY omnistock.person
    ADD CONSTRAINT person_email_key UNIQUE (email);

ALTER TABLE ONLY omnistock.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.principal_request
    ADD CONSTRAINT principal_request_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.principal_request
    ADD CONSTRAINT principalrequest_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY omnistock.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.product
    ADD CONSTRAINT product_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.product
    ADD CONSTRAINT product_sku_unique UNIQUE (organization_id, sku_key);

ALTER TABLE ONLY omnistock.product_supplier
    ADD CONSTRAINT product_supplier_once UNIQUE (organization_id, product_id, supplier_id);

ALTER TABLE ONLY omnistock.product_supplier
    ADD CONSTRAINT product_supplier_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.product_unit
    ADD CONSTRAINT product_unit_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.product_unit
    ADD CONSTRAINT product_unit_unique UNIQUE (organization_id, product_id, unit_id);

ALTER TABLE ONLY omnistock.product_supplier
    ADD CONSTRAINT productsupplier_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.promise_check
    ADD CONSTRAINT promise_check_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.provider_event
    ADD CONSTRAINT provider_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.purchase_order_line
    ADD CONSTRAINT purchase_order_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.purchase_order
    ADD CONSTRAINT purchase_order_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.purchase_order
    ADD CONSTRAINT purchase_order_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.purchase_order
    ADD CONSTRAINT purchaseorder_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.recall_answer
    ADD CONSTRAINT recall_answer_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.recall_answer
    ADD CONSTRAINT recall_answer_unique UNIQUE (organization_id, contact_id, batch_id);

ALTER TABLE ONLY omnistock.recall_batch
    ADD CONSTRAINT recall_batch_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.recall_batch
    ADD CONSTRAINT recall_batch_unique UNIQUE (organization_id, recall_id, batch_id);

ALTER TABLE ONLY omnistock.recall_contact
    ADD CONSTRAINT recall_contact_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.recall_contact
    ADD CONSTRAINT recall_contact_unique UNIQUE (organization_id, recall_id, customer_id);

ALTER TABLE ONLY omnistock.recall
    ADD CONSTRAINT recall_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.recall
    ADD CONSTRAINT recall_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.recall_order_line
    ADD CONSTRAINT recall_order_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.recall_order_line
    ADD CONSTRAINT recall_order_line_unique UNIQUE (organization_id, recall_id, sales_order_line_id);

ALTER TABLE ONLY omnistock.recall
    ADD CONSTRAINT recall_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.receipt
    ADD CONSTRAINT receipt_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.receipt_line
    ADD CONSTRAINT receipt_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.receipt
    ADD CONSTRAINT receipt_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.refund
    ADD CONSTRAINT refund_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.refund
    ADD CONSTRAINT refund_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.refund
    ADD CONSTRAINT refund_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.registration
    ADD CONSTRAINT registration_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.registration
    ADD CONSTRAINT registration_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.reorder_rule
    ADD CONSTRAINT reorder_rule_once UNIQUE (organization_id, product_id, warehouse_id);

ALTER TABLE ONLY omnistock.reorder_rule
    ADD CONSTRAINT reorder_rule_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.reorder_rule
    ADD CONSTRAINT reorderrule_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.replenishment_run
    ADD CONSTRAINT replenishment_run_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.replenishment_run
    ADD CONSTRAINT replenishmentrun_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.reservation
    ADD CONSTRAINT reservation_key_unique UNIQUE (organization_id, demand_line_id, location_id, layer_id);

ALTER TABLE ONLY omnistock.reservation
    ADD CONSTRAINT reservation_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.retention_days
    ADD CONSTRAINT retention_days_pkey PRIMARY KEY (store);

ALTER TABLE ONLY omnistock.reversal
    ADD CONSTRAINT reversal_document_unique UNIQUE (organization_id, document_id);

ALTER TABLE ONLY omnistock.reversal
    ADD CONSTRAINT reversal_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.rights_message
    ADD CONSTRAINT rights_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.rights_request
    ADD CONSTRAINT rights_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.rights_request
    ADD CONSTRAINT rights_request_reference_key UNIQUE (reference);

ALTER TABLE ONLY omnistock.route_duration
    ADD CONSTRAINT route_duration_pkey PRIMARY KEY (day, route);

ALTER TABLE ONLY omnistock.sales_order_line
    ADD CONSTRAINT sales_order_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.sales_order
    ADD CONSTRAINT sales_order_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.sales_order
    ADD CONSTRAINT sales_order_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.sales_order
    ADD CONSTRAINT salesorder_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.saved_view
    ADD CONSTRAINT saved_view_name_unique UNIQUE NULLS NOT DISTINCT (organization_id, membership_id, page, name);

ALTER TABLE ONLY omnistock.saved_view
    ADD CONSTRAINT saved_view_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.search_token
    ADD CONSTRAINT search_token_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.search_token
    ADD CONSTRAINT search_token_unique UNIQUE (organization_id, kind, token, object_id);

ALTER TABLE ONLY omnistock.security_event
    ADD CONSTRAINT security_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.share
    ADD CONSTRAINT share_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.skip
    ADD CONSTRAINT skip_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.skip
    ADD CONSTRAINT skip_unique UNIQUE (organization_id, demand_line_id, batch_id);

ALTER TABLE ONLY omnistock.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY omnistock.stock_count_bin
    ADD CONSTRAINT stock_count_bin_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_bin
    ADD CONSTRAINT stock_count_bin_unique UNIQUE (organization_id, count_id, location_id);

ALTER TABLE ONLY omnistock.stock_count_counter
    ADD CONSTRAINT stock_count_counter_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_counter
    ADD CONSTRAINT stock_count_counter_unique UNIQUE (organization_id, count_id, membership_id);

ALTER TABLE ONLY omnistock.stock_count_entry
    ADD CONSTRAINT stock_count_entry_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_line
    ADD CONSTRAINT stock_count_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.stock_count
    ADD CONSTRAINT stock_count_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.stock_count
    ADD CONSTRAINT stock_count_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.stock_total
    ADD CONSTRAINT stock_total_key_unique UNIQUE (organization_id, warehouse_id, product_id);

ALTER TABLE ONLY omnistock.stock_total
    ADD CONSTRAINT stock_total_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.stock_count
    ADD CONSTRAINT stockcount_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.stopped_address
    ADD CONSTRAINT stopped_address_pkey PRIMARY KEY (digest);

ALTER TABLE ONLY omnistock.stored_file
    ADD CONSTRAINT stored_file_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.sub_processor_notice
    ADD CONSTRAINT sub_processor_notice_pkey PRIMARY KEY (name);

ALTER TABLE ONLY omnistock.supplier_address
    ADD CONSTRAINT supplier_address_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.supplier_contact
    ADD CONSTRAINT supplier_contact_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.supplier
    ADD CONSTRAINT supplier_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.supplier
    ADD CONSTRAINT supplier_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.ticket_attachment
    ADD CONSTRAINT ticket_attachment_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.ticket
    ADD CONSTRAINT ticket_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.ticket_message
    ADD CONSTRAINT ticket_message_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.ticket
    ADD CONSTRAINT ticket_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.transfer
    ADD CONSTRAINT transfer_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.transfer_line
    ADD CONSTRAINT transfer_line_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.transfer
    ADD CONSTRAINT transfer_number_unique UNIQUE (organization_id, number);

ALTER TABLE ONLY omnistock.transfer
    ADD CONSTRAINT transfer_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.unit
    ADD CONSTRAINT unit_code_unique UNIQUE (organization_id, code);

ALTER TABLE ONLY omnistock.unit
    ADD CONSTRAINT unit_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY omnistock.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);

ALTER TABLE ONLY omnistock.warehouse
    ADD CONSTRAINT warehouse_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.warehouse
    ADD CONSTRAINT warehouse_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.webhook_delivery
    ADD CONSTRAINT webhook_delivery_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.webhook_delivery
    ADD CONSTRAINT webhook_delivery_unique UNIQUE (organization_id, webhook_id, event_id);

ALTER TABLE ONLY omnistock.webhook
    ADD CONSTRAINT webhook_external_id_unique UNIQUE (organization_id, external_id);

ALTER TABLE ONLY omnistock.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.workspace_archive
    ADD CONSTRAINT workspace_archive_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.workspace_mail
    ADD CONSTRAINT workspace_mail_pkey PRIMARY KEY (organization_id, id);

ALTER TABLE ONLY omnistock.workspace_archive
    ADD CONSTRAINT workspacearchive_external_id_unique UNIQUE (organization_id, external_id);

CREATE INDEX access_grant_organization_id_granted_by_id_d6206540 ON omnistock.access_grant USING btree (organization_id, granted_by_id);

CREATE INDEX access_grant_organization_id_ticket_id_c6813de9 ON omnistock.access_grant USING btree (organization_id, ticket_id);

CREATE INDEX accessgrant_updated ON omnistock.access_grant USING btree (organization_id, updated_at, id);

CREATE INDEX account_emailaddress_email_03be32b2 ON omnistock.account_emailaddress USING btree (email);

CREATE INDEX account_emailaddress_email_03be32b2_like ON omnistock.account_emailaddress USING btree (email varchar_pattern_ops);

CREATE INDEX account_emailaddress_user_id_2c513194 ON omnistock.account_emailaddress USING btree (user_id);

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON omnistock.account_emailconfirmation USING btree (email_address_id);

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON omnistock.account_emailconfirmation USING btree (key varchar_pattern_ops);

CREATE INDEX adjustment_line_organization_id_adjustment_id_21efbb0c ON omnistock.adjustment_line USING btree (organization_id, adjustment_id);

CREATE INDEX adjustment_line_organization_id_batch_id_15a01e8a ON omnistock.adjustment_line USING btree (organization_id, batch_id);

CREATE INDEX adjustment_line_organization_id_product_id_fbe0de40 ON omnistock.adjustment_line USING btree (organization_id, product_id);

CREATE INDEX adjustment_organization_id_warehouse_id_3f75fc53 ON omnistock.adjustment USING btree (organization_id, warehouse_id);

CREATE INDEX adjustment_updated ON omnistock.adjustment USING btree (organization_id, updated_at, id);

CREATE INDEX agreement_kind ON omnistock.agreement USING btree (organization_id, kind, made_at);

CREATE INDEX api_key_created_by_id_13f9411b ON omnistock.api_key USING btree (created_by_id);

CREATE INDEX archive_chunk_organization_id_archive_id_04cec352 ON omnistock.archive_chunk USING btree (organization_id, archive_id);

CREATE INDEX attachment_adjustment ON omnistock.attachment USING btree (organization_id, adjustment_id) WHERE (adjustment_id IS NOT NULL);

CREATE INDEX attachment_batch ON omnistock.attachment USING btree (organization_id, batch_id) WHERE (batch_id IS NOT NULL);

CREATE INDEX attachment_credit_note ON omnistock.attachment USING btree (organization_id, credit_note_id) WHERE (credit_note_id IS NOT NULL);

CREATE INDEX attachment_customer ON omnistock.attachment USING btree (organization_id, customer_id) WHERE (customer_id IS NOT NULL);

CREATE INDEX attachment_dispatch ON omnistock.attachment USING btree (organization_id, dispatch_id) WHERE (dispatch_id IS NOT NULL);

CREATE INDEX attachment_invoice ON omnistock.attachment USING btree (organization_id, invoice_id) WHERE (invoice_id IS NOT NULL);

CREATE INDEX attachment_landed_cost ON omnistock.attachment USING btree (organization_id, landed_cost_id) WHERE (landed_cost_id IS NOT NULL);

CREATE INDEX attachment_payment ON omnistock.attachment USING btree (organization_id, payment_id) WHERE (payment_id IS NOT NULL);

CREATE INDEX attachment_product ON omnistock.attachment USING btree (organization_id, product_id) WHERE (product_id IS NOT NULL);

CREATE INDEX attachment_purchase_order ON omnistock.attachment USING btree (organization_id, purchase_order_id) WHERE (purchase_order_id IS NOT NULL);

CREATE INDEX attachment_recall ON omnistock.attachment USING btree (organization_id, recall_id) WHERE (recall_id IS NOT NULL);

CREATE INDEX attachment_receipt ON omnistock.attachment USING btree (organization_id, receipt_id) WHERE (receipt_id IS NOT NULL);

CREATE INDEX attachment_sales_order ON omnistock.attachment USING btree (organization_id, sales_order_id) WHERE (sales_order_id IS NOT NULL);

CREATE INDEX attachment_stock_count ON omnistock.attachment USING btree (organization_id, stock_count_id) WHERE (stock_count_id IS NOT NULL);

CREATE INDEX attachment_supplier ON omnistock.attachment USING btree (organization_id, supplier_id) WHERE (supplier_id IS NOT NULL);

CREATE INDEX attachment_transfer ON omnistock.attachment USING btree (organization_id, transfer_id) WHERE (transfer_id IS NOT NULL);

CREATE INDEX audit_event_at ON omnistock.audit_event USING btree (organization_id, at, id);

CREATE INDEX audit_event_subject ON omnistock.audit_event USING btree (organization_id, subject_id, at);

CREATE INDEX auth_group_name_a6ea08ec_like ON omnistock.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON omnistock.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON omnistock.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON omnistock.auth_permission USING btree (content_type_id);

CREATE INDEX backup_run_kind ON omnistock.backup_run USING btree (kind, started_at);

CREATE INDEX balance_batch_on_hand ON omnistock.balance USING btree (organization_id, batch_id) WHERE (on_hand > (0)::numeric);

CREATE INDEX balance_on_hand ON omnistock.balance USING btree (organization_id, product_id, location_id) WHERE (on_hand > (0)::numeric);

CREATE INDEX balance_organization_id_layer_id_a4b294d8 ON omnistock.balance USING btree (organization_id, layer_id);

CREATE INDEX barcode_organization_id_product_id_91cb310f ON omnistock.barcode USING btree (organization_id, product_id);

CREATE INDEX barcode_organization_id_product_unit_id_27c67175 ON omnistock.barcode USING btree (organization_id, product_unit_id);

CREATE INDEX batch_expires ON omnistock.batch USING btree (organization_id, expires_on, id);

CREATE INDEX batch_merged_number ON omnistock.batch USING btree (organization_id, product_id, number_key) WHERE (merged_into_id IS NOT NULL);

CREATE INDEX batch_number ON omnistock.batch USING btree (organization_id, number_key);

CREATE UNIQUE INDEX batch_number_unique ON omnistock.batch USING btree (organization_id, product_id, number_key) WHERE (merged_into_id IS NULL);

CREATE INDEX batch_organization_id_merged_into_id_30d905aa ON omnistock.batch USING btree (organization_id, merged_into_id);

CREATE INDEX batch_organization_id_product_id_64bf2467 ON omnistock.batch USING btree (organization_id, product_id);

CREATE INDEX batch_updated ON omnistock.batch USING btree (organization_id, updated_at, id);

CREATE INDEX cache_entry_expires ON omnistock.cache_entry USING btree (expires);

CREATE UNIQUE INDEX category_name_unique ON omnistock.category USING btree (organization_id, upper((name)::text));

CREATE INDEX category_updated ON omnistock.category USING btree (organization_id, updated_at, id);

CREATE INDEX consent_event_person ON omnistock.consent_event USING btree (person_reference, at);

CREATE UNIQUE INDEX count_plan_name_unique ON omnistock.count_plan USING btree (organization_id, name) WHERE (archived_at IS NULL);

CREATE INDEX count_plan_organization_id_warehouse_id_5dbfbde4 ON omnistock.count_plan USING btree (organization_id, warehouse_id);

CREATE INDEX countplan_updated ON omnistock.count_plan USING btree (organization_id, updated_at, id);

CREATE INDEX credit_note_issued ON omnistock.credit_note USING btree (organization_id, issued_on, id);

CREATE INDEX credit_note_line_organization_id_batch_id_1f6defa2 ON omnistock.credit_note_line USING btree (organization_id, batch_id);

CREATE INDEX credit_note_line_organization_id_credit_note_id_fd4fc4e3 ON omnistock.credit_note_line USING btree (organization_id, credit_note_id);

CREATE INDEX credit_note_line_organization_id_invoice_line_id_1334e64e ON omnistock.credit_note_line USING btree (organization_id, invoice_line_id);

CREATE INDEX credit_note_line_organization_id_product_id_928e3910 ON omnistock.credit_note_line USING btree (organization_id, product_id);

CREATE INDEX credit_note_organization_id_customer_id_ce6b5b83 ON omnistock.credit_note USING btree (organization_id, customer_id);

CREATE INDEX credit_note_organization_id_invoice_id_4621bfe6 ON omnistock.credit_note USING btree (organization_id, invoice_id);

CREATE INDEX credit_note_organization_id_registration_id_db572255 ON omnistock.credit_note USING btree (organization_id, registration_id);

CREATE INDEX credit_note_organization_id_warehouse_id_35092197 ON omnistock.credit_note USING btree (organization_id, warehouse_id);

CREATE UNIQUE INDEX creditnote_number_unique ON omnistock.credit_note USING btree (organization_id, registration_id, financial_year, number) NULLS NOT DISTINCT WHERE (NOT ((number)::text = ''::text));

CREATE INDEX creditnote_updated ON omnistock.credit_note USING btree (organization_id, updated_at, id);

CREATE INDEX customer_address_organization_id_customer_id_1cf34e38 ON omnistock.customer_address USING btree (organization_id, customer_id);

CREATE UNIQUE INDEX customer_code_unique ON omnistock.customer USING btree (organization_id, code) WHERE (NOT ((code)::text = ''::text));

CREATE INDEX customer_contact_organization_id_customer_id_57e2f075 ON omnistock.customer_contact USING btree (organization_id, customer_id);

CREATE INDEX customer_name ON omnistock.customer USING btree (organization_id, name, id);

CREATE INDEX customer_organization_id_owner_membership_id_87fd0fe6 ON omnistock.customer USING btree (organization_id, owner_membership_id);

CREATE INDEX customer_updated ON omnistock.customer USING btree (organization_id, updated_at, id);

CREATE INDEX departed_event_chain ON omnistock.departed_event USING btree (organization_reference, seq);

CREATE INDEX departed_event_departed ON omnistock.departed_event USING btree (departed_at);

CREATE UNIQUE INDEX departure_one_at_a_time ON omnistock.departure USING btree (organization_id) WHERE ((status)::text = ANY (ARRAY[('unconfirmed'::character varying)::text, ('requested'::character varying)::text, ('frozen'::character varying)::text, ('warned'::character varying)::text]));

CREATE INDEX departure_updated ON omnistock.departure USING btree (organization_id, updated_at, id);

CREATE INDEX dispatch_dispatched_at ON omnistock.dispatch USING btree (organization_id, dispatched_at, id);

CREATE INDEX dispatch_line_organization_id_batch_id_a2b279e8 ON omnistock.dispatch_line USING btree (organization_id, batch_id);

CREATE INDEX dispatch_line_organization_id_dispatch_id_7f7464c0 ON omnistock.dispatch_line USING btree (organization_id, dispatch_id);

CREATE INDEX dispatch_line_organization_id_location_id_12e4d194 ON omnistock.dispatch_line USING btree (organization_id, location_id);

CREATE INDEX dispatch_line_organization_id_product_id_345c7889 ON omnistock.dispatch_line USING btree (organization_id, product_id);

CREATE INDEX dispatch_line_organization_id_sales_order_line_id_15f0b5dd ON omnistock.dispatch_line USING btree (organization_id, sales_order_line_id);

CREATE INDEX dispatch_organization_id_customer_id_a13b5403 ON omnistock.dispatch USING btree (organization_id, customer_id);

CREATE INDEX dispatch_organization_id_invoice_id_90aa1a6d ON omnistock.dispatch USING btree (organization_id, invoice_id);

CREATE INDEX dispatch_organization_id_sales_order_id_9781bbaf ON omnistock.dispatch USING btree (organization_id, sales_order_id);

CREATE INDEX dispatch_organization_id_warehouse_id_cdf55fbf ON omnistock.dispatch USING btree (organization_id, warehouse_id);

CREATE INDEX dispatch_updated ON omnistock.dispatch USING btree (organization_id, updated_at, id);

CREATE INDEX django_session_expire_date_a5c62663 ON omnistock.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON omnistock.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX erasure_at ON omnistock.erasure USING btree (organization_id, at);

CREATE INDEX erasure_organization_id_principal_request_id_dc9954f9 ON omnistock.erasure USING btree (organization_id, principal_request_id);

CREATE INDEX file_chunk_organization_id_file_id_1d80822b ON omnistock.file_chunk USING btree (organization_id, file_id);

CREATE INDEX form_draft_organization_id_membership_id_2bd4c895 ON omnistock.form_draft USING btree (organization_id, membership_id);

CREATE INDEX form_draft_saved ON omnistock.form_draft USING btree (organization_id, saved_at);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON omnistock.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::omnistock.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON omnistock.procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX import_organization_id_file_id_a54250a6 ON omnistock.import USING btree (organization_id, file_id);

CREATE INDEX import_updated ON omnistock.import USING btree (organization_id, updated_at, id);

CREATE UNIQUE INDEX incident_cause_once ON omnistock.incident USING btree (cause) WHERE (((state)::text = ANY (ARRAY[('draft'::character varying)::text, ('open'::character varying)::text])) AND (NOT ((cause)::text = ''::text)));

CREATE INDEX incident_entry_incident_id_3c5583e7 ON omnistock.incident_entry USING btree (incident_id);

CREATE INDEX incident_message_incident_id_94ac5e71 ON omnistock.incident_message USING btree (incident_id);

CREATE UNIQUE INDEX incident_message_one_unsent ON omnistock.incident_message USING btree (incident_id, audience) WHERE (sent_at IS NULL);

CREATE INDEX incident_person_incident_id_0d6aff60 ON omnistock.incident_person USING btree (incident_id);

CREATE INDEX incident_queue ON omnistock.incident USING btree (state, noticed_at);

CREATE INDEX incident_receipt_organization_id_membership_id_e088c133 ON omnistock.incident_receipt USING btree (organization_id, membership_id);

CREATE INDEX incident_receipt_organization_id_notice_id_1f1ae873 ON omnistock.incident_receipt USING btree (organization_id, notice_id);

CREATE INDEX incident_reference_aeaef172_like ON omnistock.incident USING btree (reference varchar_pattern_ops);

CREATE INDEX incident_workspace_incident_id_d65cea02 ON omnistock.incident_workspace USING btree (incident_id);

CREATE INDEX invitation_invited_by_id_023fed2d ON omnistock.invitation USING btree (invited_by_id);

CREATE INDEX invoice_issued ON omnistock.invoice USING btree (organization_id, issued_on, id);

CREATE INDEX invoice_line_organization_id_batch_id_30926059 ON omnistock.invoice_line USING btree (organization_id, batch_id);

CREATE INDEX invoice_line_organization_id_invoice_id_81d8a238 ON omnistock.invoice_line USING btree (organization_id, invoice_id);

CREATE INDEX invoice_line_organization_id_product_id_d7311980 ON omnistock.invoice_line USING btree (organization_id, product_id);

CREATE INDEX invoice_line_organization_id_sales_order_line_id_1e9a1b7a ON omnistock.invoice_line USING btree (organization_id, sales_order_line_id);

CREATE UNIQUE INDEX invoice_number_unique ON omnistock.invoice USING btree (organization_id, registration_id, financial_year, number) NULLS NOT DISTINCT WHERE (NOT ((number)::text = ''::text));

CREATE INDEX invoice_open ON omnistock.invoice USING btree (organization_id, customer_id, issued_on) WHERE (((status)::text = 'issued'::text) AND (total > (paid + credited)));

CREATE INDEX invoice_organization_id_customer_id_40d323d6 ON omnistock.invoice USING btree (organization_id, customer_id);

CREATE INDEX invoice_organization_id_registration_id_42724041 ON omnistock.invoice USING btree (organization_id, registration_id);

CREATE INDEX invoice_organization_id_warehouse_id_3189c4c2 ON omnistock.invoice USING btree (organization_id, warehouse_id);

CREATE INDEX invoice_sales_order ON omnistock.invoice USING btree (organization_id, sales_order_id);

CREATE INDEX invoice_updated ON omnistock.invoice USING btree (organization_id, updated_at, id);

CREATE INDEX job_run_name_1f625533_like ON omnistock.job_run USING btree (name varchar_pattern_ops);

CREATE INDEX landed_cost_line_organization_id_landed_cost_id_8cc74c73 ON omnistock.landed_cost_line USING btree (organization_id, landed_cost_id);

CREATE INDEX landed_cost_organization_id_receipt_id_d075059e ON omnistock.landed_cost USING btree (organization_id, receipt_id);

CREATE INDEX landed_cost_organization_id_supplier_id_c78b9cb5 ON omnistock.landed_cost USING btree (organization_id, supplier_id);

CREATE INDEX landed_cost_share_organization_id_landed_cost_id_ca90af5a ON omnistock.landed_cost_share USING btree (organization_id, landed_cost_id);

CREATE INDEX landed_cost_share_organization_id_receipt_line_id_1a41f8b7 ON omnistock.landed_cost_share USING btree (organization_id, receipt_line_id);

CREATE INDEX landedcost_updated ON omnistock.landed_cost USING btree (organization_id, updated_at, id);

CREATE INDEX layer_document ON omnistock.layer USING btree (organization_id, document_id);

CREATE INDEX layer_organization_id_batch_id_54abba4a ON omnistock.layer USING btree (organization_id, batch_id);

CREATE INDEX layer_organization_id_product_id_981aa098 ON omnistock.layer USING btree (organization_id, product_id);

CREATE INDEX layer_revision_document ON omnistock.layer_revision USING btree (organization_id, document_id);

CREATE INDEX layer_revision_effective ON omnistock.layer_revision USING btree (organization_id, effective_at, id);

CREATE INDEX layer_revision_layer ON omnistock.layer_revision USING btree (organization_id, layer_id, effective_at);

CREATE INDEX layer_supplier ON omnistock.layer USING btree (organization_id, supplier_id) WHERE (supplier_id IS NOT NULL);

CREATE UNIQUE INDEX location_code_unique ON omnistock.location USING btree (organization_id, warehouse_id, upper((code)::text)) NULLS NOT DISTINCT;

CREATE INDEX location_organization_id_warehouse_id_66fb46f3 ON omnistock.location USING btree (organization_id, warehouse_id);

CREATE INDEX location_updated ON omnistock.location USING btree (organization_id, updated_at, id);

CREATE INDEX mail_created ON omnistock.mail USING btree (created_at);

CREATE INDEX mail_recipient ON omnistock.mail USING btree (recipient, created_at);

CREATE INDEX membership_person_id_8ed25d16 ON omnistock.membership USING btree (person_id);

CREATE INDEX membership_warehouse_organization_id_membership_id_f9c5e6de ON omnistock.membership_warehouse USING btree (organization_id, membership_id);

CREATE INDEX membership_warehouse_warehouse ON omnistock.membership_warehouse USING btree (organization_id, warehouse_id);

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON omnistock.mfa_authenticator USING btree (user_id);

CREATE INDEX month_change_organization_id_layer_id_1cf47499 ON omnistock.month_change USING btree (organization_id, layer_id);

CREATE INDEX month_change_organization_id_location_id_d7c7351f ON omnistock.month_change USING btree (organization_id, location_id);

CREATE INDEX move_line_organization_id_batch_id_30950400 ON omnistock.move_line USING btree (organization_id, batch_id);

CREATE INDEX move_line_organization_id_from_location_id_fa3dd29a ON omnistock.move_line USING btree (organization_id, from_location_id);

CREATE INDEX move_line_organization_id_move_id_0195609e ON omnistock.move_line USING btree (organization_id, move_id);

CREATE INDEX move_line_organization_id_product_id_d643e6be ON omnistock.move_line USING btree (organization_id, product_id);

CREATE INDEX move_line_organization_id_to_location_id_f0b7e6a5 ON omnistock.move_line USING btree (organization_id, to_location_id);

CREATE INDEX move_organization_id_warehouse_id_3d16f710 ON omnistock.move USING btree (organization_id, warehouse_id);

CREATE INDEX move_receipt ON omnistock.move USING btree (organization_id, receipt_id);

CREATE INDEX move_updated ON omnistock.move USING btree (organization_id, updated_at, id);

CREATE INDEX movement_document ON omnistock.movement USING btree (organization_id, document_id);

CREATE INDEX movement_effective ON omnistock.movement USING btree (organization_id, effective_at, id);

CREATE INDEX movement_layer ON omnistock.movement USING btree (organization_id, layer_id, effective_at);

CREATE INDEX movement_product ON omnistock.movement USING btree (organization_id, product_id, effective_at);

CREATE INDEX movement_reverses ON omnistock.movement USING btree (organization_id, reverses_id) WHERE (reverses_id IS NOT NULL);

CREATE INDEX notice_choice_organization_id_membership_id_cec5eb32 ON omnistock.notice_choice USING btree (organization_id, membership_id);

CREATE INDEX notice_created ON omnistock.notice USING btree (organization_id, created_at);

CREATE INDEX notice_newest ON omnistock.notice USING btree (organization_id, membership_id, created_at, id);

CREATE INDEX notice_unread ON omnistock.notice USING btree (organization_id, membership_id) WHERE (is_shown AND (read_at IS NULL));

CREATE INDEX number_series_organization_id_registration_id_5ba0fb54 ON omnistock.number_series USING btree (organization_id, registration_id);

CREATE INDEX payment_advance ON omnistock.payment USING btree (organization_id, customer_id, paid_on) WHERE ((amount > (allocated + refunded)) AND (reversed_at IS NULL));

CREATE INDEX payment_allocation_organization_id_invoice_id_6493f2c4 ON omnistock.payment_allocation USING btree (organization_id, invoice_id);

CREATE INDEX payment_allocation_organization_id_payment_id_61a69941 ON omnistock.payment_allocation USING btree (organization_id, payment_id);

CREATE INDEX payment_organization_id_customer_id_6034cc28 ON omnistock.payment USING btree (organization_id, customer_id);

CREATE INDEX payment_paid_on ON omnistock.payment USING btree (organization_id, paid_on, id);

CREATE INDEX payment_updated ON omnistock.payment USING btree (organization_id, updated_at, id);

CREATE INDEX person_email_de6b5e10_like ON omnistock.person USING btree (email varchar_pattern_ops);

CREATE INDEX principalrequest_updated ON omnistock.principal_request USING btree (organization_id, updated_at, id);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON omnistock.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON omnistock.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::omnistock.procrastinate_job_status, 'doing'::omnistock.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON omnistock.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::omnistock.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON omnistock.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::omnistock.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON omnistock.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON omnistock.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::omnistock.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON omnistock.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX product_name ON omnistock.product USING btree (organization_id, name, id);

CREATE INDEX product_organization_id_category_id_82f87c1e ON omnistock.product USING btree (organization_id, category_id);

CREATE INDEX product_organization_id_unit_id_07b7868a ON omnistock.product USING btree (organization_id, unit_id);

CREATE INDEX product_supplier_organization_id_product_id_a6d31a38 ON omnistock.product_supplier USING btree (organization_id, product_id);

CREATE INDEX product_supplier_organization_id_supplier_id_e74d7bff ON omnistock.product_supplier USING btree (organization_id, supplier_id);

CREATE UNIQUE INDEX product_supplier_preferred ON omnistock.product_supplier USING btree (organization_id, product_id) WHERE is_preferred;

CREATE INDEX product_unit_organization_id_product_id_5c3d920e ON omnistock.product_unit USING btree (organization_id, product_id);

CREATE INDEX product_unit_organization_id_unit_id_64ecdd02 ON omnistock.product_unit USING btree (organization_id, unit_id);

CREATE INDEX product_updated ON omnistock.product USING btree (organization_id, updated_at, id);

CREATE INDEX productsupplier_updated ON omnistock.product_supplier USING btree (organization_id, updated_at, id);

CREATE INDEX promise_check_newest ON omnistock.promise_check USING btree (promise, checked_at);

CREATE INDEX provider_event_id_2bd887eb_like ON omnistock.provider_event USING btree (id varchar_pattern_ops);

CREATE INDEX provider_event_taken ON omnistock.provider_event USING btree (taken_at);

CREATE INDEX purchase_order_line_organization_id_product_id_2897f46b ON omnistock.purchase_order_line USING btree (organization_id, product_id);

CREATE INDEX purchase_order_line_organization_id_purchase_order_id_ed38dc8a ON omnistock.purchase_order_line USING btree (organization_id, purchase_order_id);

CREATE INDEX purchase_order_organization_id_supplier_id_0f998344 ON omnistock.purchase_order USING btree (organization_id, supplier_id);

CREATE INDEX purchase_order_organization_id_warehouse_id_21f818e4 ON omnistock.purchase_order USING btree (organization_id, warehouse_id);

CREATE INDEX purchase_order_status_id ON omnistock.purchase_order USING btree (organization_id, status, id);

CREATE INDEX purchaseorder_updated ON omnistock.purchase_order USING btree (organization_id, updated_at, id);

CREATE INDEX recall_answer_organization_id_batch_id_2c3b9178 ON omnistock.recall_answer USING btree (organization_id, batch_id);

CREATE INDEX recall_answer_organization_id_contact_id_61978310 ON omnistock.recall_answer USING btree (organization_id, contact_id);

CREATE INDEX recall_batch_organization_id_batch_id_072d833f ON omnistock.recall_batch USING btree (organization_id, batch_id);

CREATE INDEX recall_batch_organization_id_recall_id_be4de396 ON omnistock.recall_batch USING btree (organization_id, recall_id);

CREATE INDEX recall_contact_organization_id_customer_id_6d8405d5 ON omnistock.recall_contact USING btree (organization_id, customer_id);

CREATE INDEX recall_contact_organization_id_recall_id_9d1a0f47 ON omnistock.recall_contact USING btree (organization_id, recall_id);

CREATE INDEX recall_order_line_organization_id_recall_id_32b255ee ON omnistock.recall_order_line USING btree (organization_id, recall_id);

CREATE INDEX recall_order_line_organization_id_sales_order_id_2168d1ad ON omnistock.recall_order_line USING btree (organization_id, sales_order_id);

CREATE INDEX recall_order_line_organization_id_sales_order_line_id_0598a352 ON omnistock.recall_order_line USING btree (organization_id, sales_order_line_id);

CREATE INDEX recall_status_id ON omnistock.recall USING btree (organization_id, status, id);

CREATE INDEX recall_updated ON omnistock.recall USING btree (organization_id, updated_at, id);

CREATE INDEX receipt_line_latest ON omnistock.receipt_line USING btree (organization_id, product_id, id DESC);

CREATE INDEX receipt_line_ordered ON omnistock.receipt_line USING btree (organization_id, purchase_order_line_id) WHERE (purchase_order_line_id IS NOT NULL);

CREATE INDEX receipt_line_organization_id_receipt_id_50f927ce ON omnistock.receipt_line USING btree (organization_id, receipt_id);

CREATE INDEX receipt_organization_id_purchase_order_id_04a8d518 ON omnistock.receipt USING btree (organization_id, purchase_order_id);

CREATE INDEX receipt_organization_id_supplier_id_2e9da187 ON omnistock.receipt USING btree (organization_id, supplier_id);

CREATE INDEX receipt_organization_id_warehouse_id_00d1f89a ON omnistock.receipt USING btree (organization_id, warehouse_id);

CREATE INDEX receipt_updated ON omnistock.receipt USING btree (organization_id, updated_at, id);

CREATE INDEX refund_organization_id_customer_id_b72b7a12 ON omnistock.refund USING btree (organization_id, customer_id);

CREATE INDEX refund_organization_id_payment_id_8bc55076 ON omnistock.refund USING btree (organization_id, payment_id);

CREATE INDEX refund_refunded_on ON omnistock.refund USING btree (organization_id, refunded_on, id);

CREATE INDEX refund_updated ON omnistock.refund USING btree (organization_id, updated_at, id);

CREATE UNIQUE INDEX registration_gstin_unique ON omnistock.registration USING btree (organization_id, gstin) WHERE (NOT ((gstin)::text = ''::text));

CREATE INDEX registration_updated ON omnistock.registration USING btree (organization_id, updated_at, id);

CREATE INDEX reorder_rule_organization_id_product_id_93c19c87 ON omnistock.reorder_rule USING btree (organization_id, product_id);

CREATE INDEX reorder_rule_organization_id_warehouse_id_e893fd84 ON omnistock.reorder_rule USING btree (organization_id, warehouse_id);

CREATE INDEX reorderrule_updated ON omnistock.reorder_rule USING btree (organization_id, updated_at, id);

CREATE INDEX replenishmentrun_updated ON omnistock.replenishment_run USING btree (organization_id, updated_at, id);

CREATE INDEX reservation_balance ON omnistock.reservation USING btree (organization_id, location_id, layer_id);

CREATE INDEX reservation_demand ON omnistock.reservation USING btree (organization_id, demand_id);

CREATE INDEX reservation_organization_id_layer_id_26712e95 ON omnistock.reservation USING btree (organization_id, layer_id);

CREATE INDEX reservation_organization_id_location_id_96ad54e9 ON omnistock.reservation USING btree (organization_id, location_id);

CREATE INDEX retention_days_store_2891b811_like ON omnistock.retention_days USING btree (store varchar_pattern_ops);

CREATE INDEX rights_message_request_id_ef9d4231 ON omnistock.rights_message USING btree (request_id);

CREATE INDEX rights_request_person ON omnistock.rights_request USING btree (person_reference);

CREATE INDEX rights_request_queue ON omnistock.rights_request USING btree (resolved_at, resolve_by);

CREATE INDEX rights_request_reference_96847d1b_like ON omnistock.rights_request USING btree (reference varchar_pattern_ops);

CREATE INDEX sales_order_line_organization_id_product_id_d8f70267 ON omnistock.sales_order_line USING btree (organization_id, product_id);

CREATE INDEX sales_order_line_organization_id_sales_order_id_d10e82ca ON omnistock.sales_order_line USING btree (organization_id, sales_order_id);

CREATE INDEX sales_order_organization_id_billing_address_id_cbbdb8f2 ON omnistock.sales_order USING btree (organization_id, billing_address_id);

CREATE INDEX sales_order_organization_id_customer_id_fa161b11 ON omnistock.sales_order USING btree (organization_id, customer_id);

CREATE INDEX sales_order_organization_id_shipping_address_id_e7baf855 ON omnistock.sales_order USING btree (organization_id, shipping_address_id);

CREATE INDEX sales_order_organization_id_warehouse_id_bf2b99b7 ON omnistock.sales_order USING btree (organization_id, warehouse_id);

CREATE INDEX sales_order_status_id ON omnistock.sales_order USING btree (organization_id, status, id);

CREATE INDEX salesorder_updated ON omnistock.sales_order USING btree (organization_id, updated_at, id);

CREATE INDEX saved_view_organization_id_membership_id_6370d482 ON omnistock.saved_view USING btree (organization_id, membership_id);

CREATE INDEX saved_view_page ON omnistock.saved_view USING btree (organization_id, page, name);

CREATE INDEX search_token_object ON omnistock.search_token USING btree (organization_id, object_id);

CREATE INDEX security_event_about ON omnistock.security_event USING btree (about_id, at) WHERE (NOT (about_id IS NULL));

CREATE INDEX security_event_at ON omnistock.security_event USING btree (at);

CREATE INDEX security_event_organization ON omnistock.security_event USING btree (organization_reference, at, id);

CREATE INDEX security_event_person ON omnistock.security_event USING btree (person_id, at, id);

CREATE INDEX share_organization_id_ticket_id_4358437f ON omnistock.share USING btree (organization_id, ticket_id);

CREATE INDEX skip_demand ON omnistock.skip USING btree (organization_id, demand_id);

CREATE INDEX skip_organization_id_batch_id_aef3bf5c ON omnistock.skip USING btree (organization_id, batch_id);

CREATE INDEX stock_count_bin_organization_id_location_id_80e92f88 ON omnistock.stock_count_bin USING btree (organization_id, location_id);

CREATE INDEX stock_count_counter_organization_id_membership_id_a431e5cc ON omnistock.stock_count_counter USING btree (organization_id, membership_id);

CREATE INDEX stock_count_entry_organization_id_line_id_164bab4f ON omnistock.stock_count_entry USING btree (organization_id, line_id);

CREATE UNIQUE INDEX stock_count_line_open_once ON omnistock.stock_count_line USING btree (organization_id, location_id, product_id, batch_id) NULLS NOT DISTINCT WHERE is_open;

CREATE INDEX stock_count_line_organization_id_batch_id_44e92ec7 ON omnistock.stock_count_line USING btree (organization_id, batch_id);

CREATE INDEX stock_count_line_organization_id_entry_id_a80fb4f0 ON omnistock.stock_count_line USING btree (organization_id, entry_id);

CREATE INDEX stock_count_line_place ON omnistock.stock_count_line USING btree (organization_id, count_id, location_id, product_id, batch_id);

CREATE INDEX stock_count_open ON omnistock.stock_count USING btree (organization_id, status, due_on);

CREATE INDEX stock_count_organization_id_adjustment_id_9aa14c32 ON omnistock.stock_count USING btree (organization_id, adjustment_id);

CREATE INDEX stock_count_organization_id_plan_id_6ff4865f ON omnistock.stock_count USING btree (organization_id, plan_id);

CREATE INDEX stock_count_organization_id_warehouse_id_9be60d83 ON omnistock.stock_count USING btree (organization_id, warehouse_id);

CREATE INDEX stock_total_organization_id_product_id_845ac947 ON omnistock.stock_total USING btree (organization_id, product_id);

CREATE INDEX stockcount_updated ON omnistock.stock_count USING btree (organization_id, updated_at, id);

CREATE INDEX stopped_address_digest_7b7f4ed3_like ON omnistock.stopped_address USING btree (digest varchar_pattern_ops);

CREATE INDEX stored_file_subject ON omnistock.stored_file USING btree (organization_id, subject_id);

CREATE INDEX sub_processor_notice_name_40b6d1a8_like ON omnistock.sub_processor_notice USING btree (name varchar_pattern_ops);

CREATE INDEX supplier_address_organization_id_supplier_id_650b6a6e ON omnistock.supplier_address USING btree (organization_id, supplier_id);

CREATE UNIQUE INDEX supplier_code_unique ON omnistock.supplier USING btree (organization_id, code) WHERE (NOT ((code)::text = ''::text));

CREATE INDEX supplier_contact_organization_id_supplier_id_1dd80af3 ON omnistock.supplier_contact USING btree (organization_id, supplier_id);

CREATE INDEX supplier_name ON omnistock.supplier USING btree (organization_id, name, id);

CREATE INDEX supplier_updated ON omnistock.supplier USING btree (organization_id, updated_at, id);

CREATE INDEX ticket_attachment_organization_id_message_id_234a6ab4 ON omnistock.ticket_attachment USING btree (organization_id, message_id);

CREATE INDEX ticket_message_organization_id_ticket_id_b54a2551 ON omnistock.ticket_message USING btree (organization_id, ticket_id);

CREATE INDEX ticket_updated ON omnistock.ticket USING btree (organization_id, updated_at, id);

CREATE INDEX transfer_line_organization_id_batch_id_e4cf724b ON omnistock.transfer_line USING btree (organization_id, batch_id);

CREATE INDEX transfer_line_organization_id_product_id_fe3fab11 ON omnistock.transfer_line USING btree (organization_id, product_id);

CREATE INDEX transfer_line_organization_id_transfer_id_6845cc57 ON omnistock.transfer_line USING btree (organization_id, transfer_id);

CREATE INDEX transfer_organization_id_from_warehouse_id_c21be2ce ON omnistock.transfer USING btree (organization_id, from_warehouse_id);

CREATE INDEX transfer_organization_id_to_location_id_e3e2535f ON omnistock.transfer USING btree (organization_id, to_location_id);

CREATE INDEX transfer_organization_id_to_warehouse_id_85e33748 ON omnistock.transfer USING btree (organization_id, to_warehouse_id);

CREATE INDEX transfer_updated ON omnistock.transfer USING btree (organization_id, updated_at, id);

CREATE UNIQUE INDEX unique_authenticator_type ON omnistock.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY (ARRAY[('totp'::character varying)::text, ('recovery_codes'::character varying)::text]));

CREATE UNIQUE INDEX unique_primary_email ON omnistock.account_emailaddress USING btree (user_id, "primary") WHERE "primary";

CREATE UNIQUE INDEX unique_verified_email ON omnistock.account_emailaddress USING btree (email) WHERE verified;

CREATE INDEX unit_updated ON omnistock.unit USING btree (organization_id, updated_at, id);

CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON omnistock.usersessions_usersession USING btree (session_key varchar_pattern_ops);

CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON omnistock.usersessions_usersession USING btree (user_id);

CREATE UNIQUE INDEX warehouse_code_unique ON omnistock.warehouse USING btree (organization_id, upper((code)::text));

CREATE UNIQUE INDEX warehouse_name_unique ON omnistock.warehouse USING btree (organization_id, upper((name)::text));

CREATE INDEX warehouse_organization_id_default_location_id_b25833dd ON omnistock.warehouse USING btree (organization_id, default_location_id);

CREATE INDEX warehouse_organization_id_registration_id_14bbf105 ON omnistock.warehouse USING btree (organization_id, registration_id);

CREATE INDEX warehouse_updated ON omnistock.warehouse USING btree (organization_id, updated_at, id);

CREATE INDEX webhook_delivery_created ON omnistock.webhook_delivery USING btree (organization_id, created_at);

CREATE INDEX webhook_delivery_newest ON omnistock.webhook_delivery USING btree (organization_id, webhook_id, id);

CREATE INDEX webhook_updated ON omnistock.webhook USING btree (organization_id, updated_at, id);

CREATE UNIQUE INDEX workspace_archive_one_at_a_time ON omnistock.workspace_archive USING btree (organization_id) WHERE ((status)::text = ANY (ARRAY[('waiting'::character varying)::text, ('running'::character varying)::text]));

CREATE INDEX workspace_mail_created ON omnistock.workspace_mail USING btree (organization_id, created_at, id);

CREATE INDEX workspace_mail_recipient ON omnistock.workspace_mail USING btree (organization_id, recipient, created_at);

CREATE INDEX workspacearchive_updated ON omnistock.workspace_archive USING btree (organization_id, updated_at, id);

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON omnistock.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::omnistock.procrastinate_job_status))) EXECUTE FUNCTION omnistock.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON omnistock.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::omnistock.procrastinate_job_status)) EXECUTE FUNCTION omnistock.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON omnistock.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION omnistock.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON omnistock.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION omnistock.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON omnistock.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::omnistock.procrastinate_job_status))) EXECUTE FUNCTION omnistock.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON omnistock.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::omnistock.procrastinate_job_status)) EXECUTE FUNCTION omnistock.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON omnistock.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION omnistock.procrastinate_trigger_function_status_events_update_v1();

ALTER TABLE ONLY omnistock.access_grant
    ADD CONSTRAINT access_grant_organization_id_2c76ea54_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.access_grant
    ADD CONSTRAINT access_grant_organization_id_granted_by_id_d6206540_fk FOREIGN KEY (organization_id, granted_by_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.access_grant
    ADD CONSTRAINT access_grant_organization_id_ticket_id_c6813de9_fk FOREIGN KEY (organization_id, ticket_id) REFERENCES omnistock.ticket(organization_id, id);

ALTER TABLE ONLY omnistock.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_person_id FOREIGN KEY (user_id) REFERENCES omnistock.person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES omnistock.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.adjustment_line
    ADD CONSTRAINT adjustment_line_organization_id_adjustment_id_21efbb0c_fk FOREIGN KEY (organization_id, adjustment_id) REFERENCES omnistock.adjustment(organization_id, id);

ALTER TABLE ONLY omnistock.adjustment_line
    ADD CONSTRAINT adjustment_line_organization_id_batch_id_15a01e8a_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.adjustment_line
    ADD CONSTRAINT adjustment_line_organization_id_location_id_c56b3d7d_fk FOREIGN KEY (organization_id, location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.adjustment_line
    ADD CONSTRAINT adjustment_line_organization_id_product_id_fbe0de40_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.adjustment
    ADD CONSTRAINT adjustment_organization_id_warehouse_id_3f75fc53_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.agreement
    ADD CONSTRAINT agreement_organization_id_fb012b60_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.api_key
    ADD CONSTRAINT api_key_created_by_id_13f9411b_fk_person_id FOREIGN KEY (created_by_id) REFERENCES omnistock.person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.api_key
    ADD CONSTRAINT api_key_organization_id_dba21d3f_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.archive_chunk
    ADD CONSTRAINT archive_chunk_organization_id_21af8758_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.archive_chunk
    ADD CONSTRAINT archive_chunk_organization_id_archive_id_04cec352_fk FOREIGN KEY (organization_id, archive_id) REFERENCES omnistock.workspace_archive(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_0d24bbc0_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_adjustment_id_4240b767_fk FOREIGN KEY (organization_id, adjustment_id) REFERENCES omnistock.adjustment(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_batch_id_5cc7de90_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_credit_note_id_55660826_fk FOREIGN KEY (organization_id, credit_note_id) REFERENCES omnistock.credit_note(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_customer_id_7b9f8c6d_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_dispatch_id_adbb923b_fk FOREIGN KEY (organization_id, dispatch_id) REFERENCES omnistock.dispatch(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_file_id_dff1a52d_fk FOREIGN KEY (organization_id, file_id) REFERENCES omnistock.stored_file(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_invoice_id_ee5e18f9_fk FOREIGN KEY (organization_id, invoice_id) REFERENCES omnistock.invoice(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_landed_cost_id_cc4543b6_fk FOREIGN KEY (organization_id, landed_cost_id) REFERENCES omnistock.landed_cost(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_payment_id_16daf8a9_fk FOREIGN KEY (organization_id, payment_id) REFERENCES omnistock.payment(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_product_id_b7df6881_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_purchase_order_id_b4117801_fk FOREIGN KEY (organization_id, purchase_order_id) REFERENCES omnistock.purchase_order(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_recall_id_a32b566c_fk FOREIGN KEY (organization_id, recall_id) REFERENCES omnistock.recall(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_receipt_id_80f77427_fk FOREIGN KEY (organization_id, receipt_id) REFERENCES omnistock.receipt(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_sales_order_id_246f165d_fk FOREIGN KEY (organization_id, sales_order_id) REFERENCES omnistock.sales_order(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_stock_count_id_3154d6aa_fk FOREIGN KEY (organization_id, stock_count_id) REFERENCES omnistock.stock_count(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_supplier_id_1576373e_fk FOREIGN KEY (organization_id, supplier_id) REFERENCES omnistock.supplier(organization_id, id);

ALTER TABLE ONLY omnistock.attachment
    ADD CONSTRAINT attachment_organization_id_transfer_id_5e039166_fk FOREIGN KEY (organization_id, transfer_id) REFERENCES omnistock.transfer(organization_id, id);

ALTER TABLE ONLY omnistock.audit_erasure
    ADD CONSTRAINT audit_erasure_organization_id_6ad19f0b_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.audit_event
    ADD CONSTRAINT audit_event_organization_id_70f6e31a_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.audit_link
    ADD CONSTRAINT audit_link_organization_id_851d4fab_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES omnistock.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES omnistock.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES omnistock.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.balance
    ADD CONSTRAINT balance_organization_id_batch_id_2d155f85_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.balance
    ADD CONSTRAINT balance_organization_id_layer_id_product_id_55471ff8_fk FOREIGN KEY (organization_id, layer_id, product_id) REFERENCES omnistock.layer(organization_id, id, product_id);

ALTER TABLE ONLY omnistock.balance
    ADD CONSTRAINT balance_organization_id_location_id_warehouse_id_33380b99_fk FOREIGN KEY (organization_id, location_id, warehouse_id) REFERENCES omnistock.location(organization_id, id, warehouse_id);

ALTER TABLE ONLY omnistock.barcode
    ADD CONSTRAINT barcode_organization_id_7163c973_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.barcode
    ADD CONSTRAINT barcode_organization_id_product_id_91cb310f_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.barcode
    ADD CONSTRAINT barcode_organization_id_product_unit_id_27c67175_fk FOREIGN KEY (organization_id, product_unit_id) REFERENCES omnistock.product_unit(organization_id, id);

ALTER TABLE ONLY omnistock.batch
    ADD CONSTRAINT batch_organization_id_2aa85229_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.batch
    ADD CONSTRAINT batch_organization_id_merged_into_id_30d905aa_fk FOREIGN KEY (organization_id, merged_into_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.batch
    ADD CONSTRAINT batch_organization_id_product_id_64bf2467_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.category
    ADD CONSTRAINT category_organization_id_e1ec4d29_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.count_plan
    ADD CONSTRAINT count_plan_organization_id_540fa49a_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.count_plan
    ADD CONSTRAINT count_plan_organization_id_warehouse_id_5dbfbde4_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.credit_note_line
    ADD CONSTRAINT credit_note_line_organization_id_batch_id_1f6defa2_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.credit_note_line
    ADD CONSTRAINT credit_note_line_organization_id_bc33a677_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.credit_note_line
    ADD CONSTRAINT credit_note_line_organization_id_credit_note_id_fd4fc4e3_fk FOREIGN KEY (organization_id, credit_note_id) REFERENCES omnistock.credit_note(organization_id, id);

ALTER TABLE ONLY omnistock.credit_note_line
    ADD CONSTRAINT credit_note_line_organization_id_invoice_line_id_1334e64e_fk FOREIGN KEY (organization_id, invoice_line_id) REFERENCES omnistock.invoice_line(organization_id, id);

ALTER TABLE ONLY omnistock.credit_note_line
    ADD CONSTRAINT credit_note_line_organization_id_product_id_928e3910_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.credit_note
    ADD CONSTRAINT credit_note_organization_id_6c58556a_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.credit_note
    ADD CONSTRAINT credit_note_organization_id_customer_id_ce6b5b83_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.credit_note
    ADD CONSTRAINT credit_note_organization_id_invoice_id_4621bfe6_fk FOREIGN KEY (organization_id, invoice_id) REFERENCES omnistock.invoice(organization_id, id);

ALTER TABLE ONLY omnistock.credit_note
    ADD CONSTRAINT credit_note_organization_id_registration_id_db572255_fk FOREIGN KEY (organization_id, registration_id) REFERENCES omnistock.registration(organization_id, id);

ALTER TABLE ONLY omnistock.credit_note
    ADD CONSTRAINT credit_note_organization_id_warehouse_id_35092197_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.customer_address
    ADD CONSTRAINT customer_address_organization_id_ba7da08f_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.customer_address
    ADD CONSTRAINT customer_address_organization_id_customer_id_1cf34e38_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.customer_contact
    ADD CONSTRAINT customer_contact_organization_id_804fecbb_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.customer_contact
    ADD CONSTRAINT customer_contact_organization_id_customer_id_57e2f075_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.customer
    ADD CONSTRAINT customer_organization_id_27cec615_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.customer
    ADD CONSTRAINT customer_organization_id_owner_membership_id_87fd0fe6_fk FOREIGN KEY (organization_id, owner_membership_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.day_value
    ADD CONSTRAINT day_value_organization_id_1f5f7a38_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.day_value
    ADD CONSTRAINT day_value_organization_id_warehouse_id_4b54c0a1_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.departure
    ADD CONSTRAINT departure_organization_id_f1bed097_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.dispatch_line
    ADD CONSTRAINT dispatch_line_organization_id_b062f1cf_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.dispatch_line
    ADD CONSTRAINT dispatch_line_organization_id_batch_id_a2b279e8_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.dispatch_line
    ADD CONSTRAINT dispatch_line_organization_id_dispatch_id_7f7464c0_fk FOREIGN KEY (organization_id, dispatch_id) REFERENCES omnistock.dispatch(organization_id, id);

ALTER TABLE ONLY omnistock.dispatch_line
    ADD CONSTRAINT dispatch_line_organization_id_location_id_12e4d194_fk FOREIGN KEY (organization_id, location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.dispatch_line
    ADD CONSTRAINT dispatch_line_organization_id_product_id_345c7889_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.dispatch_line
    ADD CONSTRAINT dispatch_line_organization_id_sales_order_line_id_15f0b5dd_fk FOREIGN KEY (organization_id, sales_order_line_id) REFERENCES omnistock.sales_order_line(organization_id, id);

ALTER TABLE ONLY omnistock.dispatch
    ADD CONSTRAINT dispatch_organization_id_8b957663_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.dispatch
    ADD CONSTRAINT dispatch_organization_id_customer_id_a13b5403_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.dispatch
    ADD CONSTRAINT dispatch_organization_id_invoice_id_90aa1a6d_fk FOREIGN KEY (organization_id, invoice_id) REFERENCES omnistock.invoice(organization_id, id);

ALTER TABLE ONLY omnistock.dispatch
    ADD CONSTRAINT dispatch_organization_id_sales_order_id_9781bbaf_fk FOREIGN KEY (organization_id, sales_order_id) REFERENCES omnistock.sales_order(organization_id, id);

ALTER TABLE ONLY omnistock.dispatch
    ADD CONSTRAINT dispatch_organization_id_warehouse_id_cdf55fbf_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.erasure
    ADD CONSTRAINT erasure_organization_id_a76a5fc8_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.erasure
    ADD CONSTRAINT erasure_organization_id_principal_request_id_dc9954f9_fk FOREIGN KEY (organization_id, principal_request_id) REFERENCES omnistock.principal_request(organization_id, id);

ALTER TABLE ONLY omnistock.file_chunk
    ADD CONSTRAINT file_chunk_organization_id_a1828fbc_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.file_chunk
    ADD CONSTRAINT file_chunk_organization_id_file_id_1d80822b_fk FOREIGN KEY (organization_id, file_id) REFERENCES omnistock.stored_file(organization_id, id);

ALTER TABLE ONLY omnistock.form_draft
    ADD CONSTRAINT form_draft_organization_id_c7f30b7e_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.form_draft
    ADD CONSTRAINT form_draft_organization_id_membership_id_2bd4c895_fk FOREIGN KEY (organization_id, membership_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.idempotency_key
    ADD CONSTRAINT idempotency_key_organization_id_17653606_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.import
    ADD CONSTRAINT import_organization_id_94469fa6_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.import
    ADD CONSTRAINT import_organization_id_file_id_a54250a6_fk FOREIGN KEY (organization_id, file_id) REFERENCES omnistock.stored_file(organization_id, id);

ALTER TABLE ONLY omnistock.incident_entry
    ADD CONSTRAINT incident_entry_incident_id_3c5583e7_fk_incident_id FOREIGN KEY (incident_id) REFERENCES omnistock.incident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.incident_message
    ADD CONSTRAINT incident_message_incident_id_94ac5e71_fk_incident_id FOREIGN KEY (incident_id) REFERENCES omnistock.incident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.incident_notice
    ADD CONSTRAINT incident_notice_organization_id_13bb3f24_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.incident_person
    ADD CONSTRAINT incident_person_incident_id_0d6aff60_fk_incident_id FOREIGN KEY (incident_id) REFERENCES omnistock.incident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.incident_receipt
    ADD CONSTRAINT incident_receipt_organization_id_a52d0992_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.incident_receipt
    ADD CONSTRAINT incident_receipt_organization_id_membership_id_e088c133_fk FOREIGN KEY (organization_id, membership_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.incident_receipt
    ADD CONSTRAINT incident_receipt_organization_id_notice_id_1f1ae873_fk FOREIGN KEY (organization_id, notice_id) REFERENCES omnistock.incident_notice(organization_id, id);

ALTER TABLE ONLY omnistock.incident_workspace
    ADD CONSTRAINT incident_workspace_incident_id_d65cea02_fk_incident_id FOREIGN KEY (incident_id) REFERENCES omnistock.incident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.invitation
    ADD CONSTRAINT invitation_invited_by_id_023fed2d_fk_person_id FOREIGN KEY (invited_by_id) REFERENCES omnistock.person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.invitation
    ADD CONSTRAINT invitation_organization_id_1e094f14_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.invoice_line
    ADD CONSTRAINT invoice_line_organization_id_5f5ba68d_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.invoice_line
    ADD CONSTRAINT invoice_line_organization_id_batch_id_30926059_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.invoice_line
    ADD CONSTRAINT invoice_line_organization_id_invoice_id_81d8a238_fk FOREIGN KEY (organization_id, invoice_id) REFERENCES omnistock.invoice(organization_id, id);

ALTER TABLE ONLY omnistock.invoice_line
    ADD CONSTRAINT invoice_line_organization_id_product_id_d7311980_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.invoice_line
    ADD CONSTRAINT invoice_line_organization_id_sales_order_line_id_1e9a1b7a_fk FOREIGN KEY (organization_id, sales_order_line_id) REFERENCES omnistock.sales_order_line(organization_id, id);

ALTER TABLE ONLY omnistock.invoice
    ADD CONSTRAINT invoice_organization_id_customer_id_40d323d6_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.invoice
    ADD CONSTRAINT invoice_organization_id_eca0058e_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.invoice
    ADD CONSTRAINT invoice_organization_id_registration_id_42724041_fk FOREIGN KEY (organization_id, registration_id) REFERENCES omnistock.registration(organization_id, id);

ALTER TABLE ONLY omnistock.invoice
    ADD CONSTRAINT invoice_organization_id_warehouse_id_3189c4c2_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.landed_cost_line
    ADD CONSTRAINT landed_cost_line_organization_id_40db71b1_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.landed_cost_line
    ADD CONSTRAINT landed_cost_line_organization_id_landed_cost_id_8cc74c73_fk FOREIGN KEY (organization_id, landed_cost_id) REFERENCES omnistock.landed_cost(organization_id, id);

ALTER TABLE ONLY omnistock.landed_cost
    ADD CONSTRAINT landed_cost_organization_id_b3cb1f66_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.landed_cost
    ADD CONSTRAINT landed_cost_organization_id_receipt_id_d075059e_fk FOREIGN KEY (organization_id, receipt_id) REFERENCES omnistock.receipt(organization_id, id);

ALTER TABLE ONLY omnistock.landed_cost
    ADD CONSTRAINT landed_cost_organization_id_supplier_id_c78b9cb5_fk FOREIGN KEY (organization_id, supplier_id) REFERENCES omnistock.supplier(organization_id, id);

ALTER TABLE ONLY omnistock.landed_cost_share
    ADD CONSTRAINT landed_cost_share_organization_id_f43fc857_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.landed_cost_share
    ADD CONSTRAINT landed_cost_share_organization_id_landed_cost_id_ca90af5a_fk FOREIGN KEY (organization_id, landed_cost_id) REFERENCES omnistock.landed_cost(organization_id, id);

ALTER TABLE ONLY omnistock.landed_cost_share
    ADD CONSTRAINT landed_cost_share_organization_id_receipt_line_id_1a41f8b7_fk FOREIGN KEY (organization_id, receipt_line_id) REFERENCES omnistock.receipt_line(organization_id, id);

ALTER TABLE ONLY omnistock.layer
    ADD CONSTRAINT layer_organization_id_batch_id_product_id_d542eee7_fk FOREIGN KEY (organization_id, batch_id, product_id) REFERENCES omnistock.batch(organization_id, id, product_id);

ALTER TABLE ONLY omnistock.layer
    ADD CONSTRAINT layer_organization_id_supplier_id_e4d838c2_fk FOREIGN KEY (organization_id, supplier_id) REFERENCES omnistock.supplier(organization_id, id);

ALTER TABLE ONLY omnistock.layer_revision
    ADD CONSTRAINT layer_revision_organization_id_8ab3e171_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.layer_revision
    ADD CONSTRAINT layer_revision_organization_id_layer_id_8fb16111_fk FOREIGN KEY (organization_id, layer_id) REFERENCES omnistock.layer(organization_id, id);

ALTER TABLE ONLY omnistock.layer_revision
    ADD CONSTRAINT layer_revision_organization_id_location_id_0e95c05a_fk FOREIGN KEY (organization_id, location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.layer_revision
    ADD CONSTRAINT layer_revision_organization_id_product_id_c52107b4_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.layer_revision
    ADD CONSTRAINT layer_revision_organization_id_warehouse_id_9bb9d866_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.location
    ADD CONSTRAINT location_organization_id_c453fbcd_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.location
    ADD CONSTRAINT location_organization_id_warehouse_id_66fb46f3_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.mail_refusal
    ADD CONSTRAINT mail_refusal_organization_id_416271b1_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.membership
    ADD CONSTRAINT membership_organization_id_0e9a36cf_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.membership
    ADD CONSTRAINT membership_person_id_8ed25d16_fk_person_id FOREIGN KEY (person_id) REFERENCES omnistock.person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.membership_warehouse
    ADD CONSTRAINT membership_warehouse_organization_id_02653194_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.membership_warehouse
    ADD CONSTRAINT membership_warehouse_organization_id_membership_id_f9c5e6de_fk FOREIGN KEY (organization_id, membership_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.membership_warehouse
    ADD CONSTRAINT membership_warehouse_warehouse_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_person_id FOREIGN KEY (user_id) REFERENCES omnistock.person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.month_change
    ADD CONSTRAINT month_change_organization_id_78716118_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.month_change
    ADD CONSTRAINT month_change_organization_id_layer_id_1cf47499_fk FOREIGN KEY (organization_id, layer_id) REFERENCES omnistock.layer(organization_id, id);

ALTER TABLE ONLY omnistock.month_change
    ADD CONSTRAINT month_change_organization_id_location_id_d7c7351f_fk FOREIGN KEY (organization_id, location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.move_line
    ADD CONSTRAINT move_line_organization_id_09c5e30a_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.move_line
    ADD CONSTRAINT move_line_organization_id_batch_id_30950400_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.move_line
    ADD CONSTRAINT move_line_organization_id_from_location_id_fa3dd29a_fk FOREIGN KEY (organization_id, from_location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.move_line
    ADD CONSTRAINT move_line_organization_id_move_id_0195609e_fk FOREIGN KEY (organization_id, move_id) REFERENCES omnistock.move(organization_id, id);

ALTER TABLE ONLY omnistock.move_line
    ADD CONSTRAINT move_line_organization_id_product_id_d643e6be_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.move_line
    ADD CONSTRAINT move_line_organization_id_to_location_id_f0b7e6a5_fk FOREIGN KEY (organization_id, to_location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.move
    ADD CONSTRAINT move_organization_id_62d5a1f2_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.move
    ADD CONSTRAINT move_organization_id_warehouse_id_3d16f710_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.movement
    ADD CONSTRAINT movement_organization_id_from_location_id_695d48f1_fk FOREIGN KEY (organization_id, from_location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.movement
    ADD CONSTRAINT movement_organization_id_layer_id_product_id_b346e57e_fk FOREIGN KEY (organization_id, layer_id, product_id) REFERENCES omnistock.layer(organization_id, id, product_id);

ALTER TABLE ONLY omnistock.movement
    ADD CONSTRAINT movement_organization_id_reverses_id_14f8936c_fk FOREIGN KEY (organization_id, reverses_id) REFERENCES omnistock.movement(organization_id, id);

ALTER TABLE ONLY omnistock.movement
    ADD CONSTRAINT movement_organization_id_to_location_id_e2507b60_fk FOREIGN KEY (organization_id, to_location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.notice_choice
    ADD CONSTRAINT notice_choice_organization_id_17ddab31_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.notice_choice
    ADD CONSTRAINT notice_choice_organization_id_membership_id_cec5eb32_fk FOREIGN KEY (organization_id, membership_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.notice
    ADD CONSTRAINT notice_organization_id_42293870_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.notice
    ADD CONSTRAINT notice_organization_id_membership_id_cc3d02cd_fk FOREIGN KEY (organization_id, membership_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.number_series
    ADD CONSTRAINT number_series_organization_id_6de8f4c5_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.number_series
    ADD CONSTRAINT number_series_organization_id_registration_id_5ba0fb54_fk FOREIGN KEY (organization_id, registration_id) REFERENCES omnistock.registration(organization_id, id);

ALTER TABLE ONLY omnistock.payment_allocation
    ADD CONSTRAINT payment_allocation_organization_id_805b7aa9_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.payment_allocation
    ADD CONSTRAINT payment_allocation_organization_id_invoice_id_6493f2c4_fk FOREIGN KEY (organization_id, invoice_id) REFERENCES omnistock.invoice(organization_id, id);

ALTER TABLE ONLY omnistock.payment_allocation
    ADD CONSTRAINT payment_allocation_organization_id_payment_id_61a69941_fk FOREIGN KEY (organization_id, payment_id) REFERENCES omnistock.payment(organization_id, id);

ALTER TABLE ONLY omnistock.payment
    ADD CONSTRAINT payment_organization_id_17d39afb_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.payment
    ADD CONSTRAINT payment_organization_id_customer_id_6034cc28_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.period
    ADD CONSTRAINT period_organization_id_f6649648_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.principal_request
    ADD CONSTRAINT principal_request_organization_id_fb3917bd_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES omnistock.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY omnistock.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES omnistock.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY omnistock.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES omnistock.procrastinate_jobs(id);

ALTER TABLE ONLY omnistock.product
    ADD CONSTRAINT product_organization_id_7b6d37dd_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.product
    ADD CONSTRAINT product_organization_id_category_id_82f87c1e_fk FOREIGN KEY (organization_id, category_id) REFERENCES omnistock.category(organization_id, id);

ALTER TABLE ONLY omnistock.product
    ADD CONSTRAINT product_organization_id_unit_id_07b7868a_fk FOREIGN KEY (organization_id, unit_id) REFERENCES omnistock.unit(organization_id, id);

ALTER TABLE ONLY omnistock.product_supplier
    ADD CONSTRAINT product_supplier_organization_id_3e580263_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.product_supplier
    ADD CONSTRAINT product_supplier_organization_id_product_id_a6d31a38_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.product_supplier
    ADD CONSTRAINT product_supplier_organization_id_supplier_id_e74d7bff_fk FOREIGN KEY (organization_id, supplier_id) REFERENCES omnistock.supplier(organization_id, id);

ALTER TABLE ONLY omnistock.product_unit
    ADD CONSTRAINT product_unit_organization_id_03c95630_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.product_unit
    ADD CONSTRAINT product_unit_organization_id_product_id_5c3d920e_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.product_unit
    ADD CONSTRAINT product_unit_organization_id_unit_id_64ecdd02_fk FOREIGN KEY (organization_id, unit_id) REFERENCES omnistock.unit(organization_id, id);

ALTER TABLE ONLY omnistock.purchase_order_line
    ADD CONSTRAINT purchase_order_line_organization_id_9f81c6e4_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.purchase_order_line
    ADD CONSTRAINT purchase_order_line_organization_id_product_id_2897f46b_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.purchase_order_line
    ADD CONSTRAINT purchase_order_line_organization_id_purchase__ed38dc8a_fk FOREIGN KEY (organization_id, purchase_order_id) REFERENCES omnistock.purchase_order(organization_id, id);

ALTER TABLE ONLY omnistock.purchase_order
    ADD CONSTRAINT purchase_order_organization_id_6e864a45_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.purchase_order
    ADD CONSTRAINT purchase_order_organization_id_supplier_id_0f998344_fk FOREIGN KEY (organization_id, supplier_id) REFERENCES omnistock.supplier(organization_id, id);

ALTER TABLE ONLY omnistock.purchase_order
    ADD CONSTRAINT purchase_order_organization_id_warehouse_id_21f818e4_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.recall_answer
    ADD CONSTRAINT recall_answer_organization_id_7c11797e_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.recall_answer
    ADD CONSTRAINT recall_answer_organization_id_batch_id_2c3b9178_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.recall_answer
    ADD CONSTRAINT recall_answer_organization_id_contact_id_61978310_fk FOREIGN KEY (organization_id, contact_id) REFERENCES omnistock.recall_contact(organization_id, id);

ALTER TABLE ONLY omnistock.recall_batch
    ADD CONSTRAINT recall_batch_organization_id_972dc2e3_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.recall_batch
    ADD CONSTRAINT recall_batch_organization_id_batch_id_072d833f_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.recall_batch
    ADD CONSTRAINT recall_batch_organization_id_recall_id_be4de396_fk FOREIGN KEY (organization_id, recall_id) REFERENCES omnistock.recall(organization_id, id);

ALTER TABLE ONLY omnistock.recall_contact
    ADD CONSTRAINT recall_contact_organization_id_118bbbf5_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.recall_contact
    ADD CONSTRAINT recall_contact_organization_id_customer_id_6d8405d5_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.recall_contact
    ADD CONSTRAINT recall_contact_organization_id_recall_id_9d1a0f47_fk FOREIGN KEY (organization_id, recall_id) REFERENCES omnistock.recall(organization_id, id);

ALTER TABLE ONLY omnistock.recall_order_line
    ADD CONSTRAINT recall_order_line_organization_id_b3a5a86e_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.recall_order_line
    ADD CONSTRAINT recall_order_line_organization_id_recall_id_32b255ee_fk FOREIGN KEY (organization_id, recall_id) REFERENCES omnistock.recall(organization_id, id);

ALTER TABLE ONLY omnistock.recall_order_line
    ADD CONSTRAINT recall_order_line_organization_id_sales_ord_0598a352_fk FOREIGN KEY (organization_id, sales_order_line_id) REFERENCES omnistock.sales_order_line(organization_id, id);

ALTER TABLE ONLY omnistock.recall_order_line
    ADD CONSTRAINT recall_order_line_organization_id_sales_order_id_2168d1ad_fk FOREIGN KEY (organization_id, sales_order_id) REFERENCES omnistock.sales_order(organization_id, id);

ALTER TABLE ONLY omnistock.recall
    ADD CONSTRAINT recall_organization_id_9d929727_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.receipt_line
    ADD CONSTRAINT receipt_line_organization_id_batch_id_product_id_79ab662c_fk FOREIGN KEY (organization_id, batch_id, product_id) REFERENCES omnistock.batch(organization_id, id, product_id);

ALTER TABLE ONLY omnistock.receipt_line
    ADD CONSTRAINT receipt_line_organization_id_location_id_2b41db50_fk FOREIGN KEY (organization_id, location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.receipt_line
    ADD CONSTRAINT receipt_line_organization_id_purchase_order_line_id_ff07506c_fk FOREIGN KEY (organization_id, purchase_order_line_id) REFERENCES omnistock.purchase_order_line(organization_id, id);

ALTER TABLE ONLY omnistock.receipt_line
    ADD CONSTRAINT receipt_line_organization_id_receipt_id_50f927ce_fk FOREIGN KEY (organization_id, receipt_id) REFERENCES omnistock.receipt(organization_id, id);

ALTER TABLE ONLY omnistock.receipt
    ADD CONSTRAINT receipt_organization_id_82e9b849_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.receipt
    ADD CONSTRAINT receipt_organization_id_purchase_order_id_04a8d518_fk FOREIGN KEY (organization_id, purchase_order_id) REFERENCES omnistock.purchase_order(organization_id, id);

ALTER TABLE ONLY omnistock.receipt
    ADD CONSTRAINT receipt_organization_id_supplier_id_2e9da187_fk FOREIGN KEY (organization_id, supplier_id) REFERENCES omnistock.supplier(organization_id, id);

ALTER TABLE ONLY omnistock.receipt
    ADD CONSTRAINT receipt_organization_id_warehouse_id_00d1f89a_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.refund
    ADD CONSTRAINT refund_organization_id_customer_id_b72b7a12_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.refund
    ADD CONSTRAINT refund_organization_id_e7b90014_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.refund
    ADD CONSTRAINT refund_organization_id_payment_id_8bc55076_fk FOREIGN KEY (organization_id, payment_id) REFERENCES omnistock.payment(organization_id, id);

ALTER TABLE ONLY omnistock.registration
    ADD CONSTRAINT registration_organization_id_fe70c5b1_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.reorder_rule
    ADD CONSTRAINT reorder_rule_organization_id_21574caa_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.reorder_rule
    ADD CONSTRAINT reorder_rule_organization_id_product_id_93c19c87_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.reorder_rule
    ADD CONSTRAINT reorder_rule_organization_id_warehouse_id_e893fd84_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.replenishment_run
    ADD CONSTRAINT replenishment_run_organization_id_4c700330_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.reservation
    ADD CONSTRAINT reservation_organization_id_a6eea076_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.reservation
    ADD CONSTRAINT reservation_organization_id_layer_id_26712e95_fk FOREIGN KEY (organization_id, layer_id) REFERENCES omnistock.layer(organization_id, id);

ALTER TABLE ONLY omnistock.reservation
    ADD CONSTRAINT reservation_organization_id_location_id_96ad54e9_fk FOREIGN KEY (organization_id, location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.reversal
    ADD CONSTRAINT reversal_organization_id_503c31a6_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.rights_message
    ADD CONSTRAINT rights_message_request_id_ef9d4231_fk_rights_request_id FOREIGN KEY (request_id) REFERENCES omnistock.rights_request(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.sales_order_line
    ADD CONSTRAINT sales_order_line_organization_id_d3a9bc21_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.sales_order_line
    ADD CONSTRAINT sales_order_line_organization_id_product_id_d8f70267_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.sales_order_line
    ADD CONSTRAINT sales_order_line_organization_id_sales_order_id_d10e82ca_fk FOREIGN KEY (organization_id, sales_order_id) REFERENCES omnistock.sales_order(organization_id, id);

ALTER TABLE ONLY omnistock.sales_order
    ADD CONSTRAINT sales_order_organization_id_billing_address_id_cbbdb8f2_fk FOREIGN KEY (organization_id, billing_address_id) REFERENCES omnistock.customer_address(organization_id, id);

ALTER TABLE ONLY omnistock.sales_order
    ADD CONSTRAINT sales_order_organization_id_customer_id_fa161b11_fk FOREIGN KEY (organization_id, customer_id) REFERENCES omnistock.customer(organization_id, id);

ALTER TABLE ONLY omnistock.sales_order
    ADD CONSTRAINT sales_order_organization_id_d8ef11a0_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.sales_order
    ADD CONSTRAINT sales_order_organization_id_shipping_address_id_e7baf855_fk FOREIGN KEY (organization_id, shipping_address_id) REFERENCES omnistock.customer_address(organization_id, id);

ALTER TABLE ONLY omnistock.sales_order
    ADD CONSTRAINT sales_order_organization_id_warehouse_id_bf2b99b7_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.saved_view
    ADD CONSTRAINT saved_view_organization_id_227093ab_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.saved_view
    ADD CONSTRAINT saved_view_organization_id_membership_id_6370d482_fk FOREIGN KEY (organization_id, membership_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.search_token
    ADD CONSTRAINT search_token_organization_id_9e837aaa_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.share
    ADD CONSTRAINT share_organization_id_ee401cf5_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.share
    ADD CONSTRAINT share_organization_id_ticket_id_4358437f_fk FOREIGN KEY (organization_id, ticket_id) REFERENCES omnistock.ticket(organization_id, id);

ALTER TABLE ONLY omnistock.skip
    ADD CONSTRAINT skip_organization_id_batch_id_aef3bf5c_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.skip
    ADD CONSTRAINT skip_organization_id_e61ebeca_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.staff
    ADD CONSTRAINT staff_person_id_99bab01f_fk_person_id FOREIGN KEY (person_id) REFERENCES omnistock.person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.stock_count_bin
    ADD CONSTRAINT stock_count_bin_organization_id_66b9cc95_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.stock_count_bin
    ADD CONSTRAINT stock_count_bin_organization_id_count_id_1a712ba0_fk FOREIGN KEY (organization_id, count_id) REFERENCES omnistock.stock_count(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_bin
    ADD CONSTRAINT stock_count_bin_organization_id_location_id_80e92f88_fk FOREIGN KEY (organization_id, location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_counter
    ADD CONSTRAINT stock_count_counter_organization_id_92a67c8c_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.stock_count_counter
    ADD CONSTRAINT stock_count_counter_organization_id_count_id_3d98df08_fk FOREIGN KEY (organization_id, count_id) REFERENCES omnistock.stock_count(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_counter
    ADD CONSTRAINT stock_count_counter_organization_id_membership_id_a431e5cc_fk FOREIGN KEY (organization_id, membership_id) REFERENCES omnistock.membership(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_entry
    ADD CONSTRAINT stock_count_entry_organization_id_5ef9b9fc_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.stock_count_entry
    ADD CONSTRAINT stock_count_entry_organization_id_line_id_164bab4f_fk FOREIGN KEY (organization_id, line_id) REFERENCES omnistock.stock_count_line(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_line
    ADD CONSTRAINT stock_count_line_organization_id_0da2b9fd_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.stock_count_line
    ADD CONSTRAINT stock_count_line_organization_id_batch_id_44e92ec7_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_line
    ADD CONSTRAINT stock_count_line_organization_id_count_id_b1254981_fk FOREIGN KEY (organization_id, count_id) REFERENCES omnistock.stock_count(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_line
    ADD CONSTRAINT stock_count_line_organization_id_entry_id_a80fb4f0_fk FOREIGN KEY (organization_id, entry_id) REFERENCES omnistock.stock_count_entry(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_line
    ADD CONSTRAINT stock_count_line_organization_id_location_id_456b61d6_fk FOREIGN KEY (organization_id, location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count_line
    ADD CONSTRAINT stock_count_line_organization_id_product_id_b7ad2af6_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count
    ADD CONSTRAINT stock_count_organization_id_5d9c3dd9_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.stock_count
    ADD CONSTRAINT stock_count_organization_id_adjustment_id_9aa14c32_fk FOREIGN KEY (organization_id, adjustment_id) REFERENCES omnistock.adjustment(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count
    ADD CONSTRAINT stock_count_organization_id_plan_id_6ff4865f_fk FOREIGN KEY (organization_id, plan_id) REFERENCES omnistock.count_plan(organization_id, id);

ALTER TABLE ONLY omnistock.stock_count
    ADD CONSTRAINT stock_count_organization_id_warehouse_id_9be60d83_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.stock_total
    ADD CONSTRAINT stock_total_organization_id_product_id_845ac947_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.stock_total
    ADD CONSTRAINT stock_total_organization_id_warehouse_id_bdb93dde_fk FOREIGN KEY (organization_id, warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.stored_file
    ADD CONSTRAINT stored_file_organization_id_1bb1bf2a_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.supplier_address
    ADD CONSTRAINT supplier_address_organization_id_238ced70_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.supplier_address
    ADD CONSTRAINT supplier_address_organization_id_supplier_id_650b6a6e_fk FOREIGN KEY (organization_id, supplier_id) REFERENCES omnistock.supplier(organization_id, id);

ALTER TABLE ONLY omnistock.supplier_contact
    ADD CONSTRAINT supplier_contact_organization_id_d91d84ab_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.supplier_contact
    ADD CONSTRAINT supplier_contact_organization_id_supplier_id_1dd80af3_fk FOREIGN KEY (organization_id, supplier_id) REFERENCES omnistock.supplier(organization_id, id);

ALTER TABLE ONLY omnistock.supplier
    ADD CONSTRAINT supplier_organization_id_b387cf5f_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.ticket_attachment
    ADD CONSTRAINT ticket_attachment_organization_id_a2af1dae_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.ticket_attachment
    ADD CONSTRAINT ticket_attachment_organization_id_message_id_234a6ab4_fk FOREIGN KEY (organization_id, message_id) REFERENCES omnistock.ticket_message(organization_id, id);

ALTER TABLE ONLY omnistock.ticket_message
    ADD CONSTRAINT ticket_message_organization_id_a494e19e_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.ticket_message
    ADD CONSTRAINT ticket_message_organization_id_ticket_id_b54a2551_fk FOREIGN KEY (organization_id, ticket_id) REFERENCES omnistock.ticket(organization_id, id);

ALTER TABLE ONLY omnistock.ticket
    ADD CONSTRAINT ticket_organization_id_3759c8ee_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.transfer_line
    ADD CONSTRAINT transfer_line_organization_id_batch_id_e4cf724b_fk FOREIGN KEY (organization_id, batch_id) REFERENCES omnistock.batch(organization_id, id);

ALTER TABLE ONLY omnistock.transfer_line
    ADD CONSTRAINT transfer_line_organization_id_cd4f02b2_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.transfer_line
    ADD CONSTRAINT transfer_line_organization_id_product_id_fe3fab11_fk FOREIGN KEY (organization_id, product_id) REFERENCES omnistock.product(organization_id, id);

ALTER TABLE ONLY omnistock.transfer_line
    ADD CONSTRAINT transfer_line_organization_id_transfer_id_6845cc57_fk FOREIGN KEY (organization_id, transfer_id) REFERENCES omnistock.transfer(organization_id, id);

ALTER TABLE ONLY omnistock.transfer
    ADD CONSTRAINT transfer_organization_id_9c81a85c_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.transfer
    ADD CONSTRAINT transfer_organization_id_from_warehouse_id_c21be2ce_fk FOREIGN KEY (organization_id, from_warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.transfer
    ADD CONSTRAINT transfer_organization_id_to_location_id_e3e2535f_fk FOREIGN KEY (organization_id, to_location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.transfer
    ADD CONSTRAINT transfer_organization_id_to_warehouse_id_85e33748_fk FOREIGN KEY (organization_id, to_warehouse_id) REFERENCES omnistock.warehouse(organization_id, id);

ALTER TABLE ONLY omnistock.unit
    ADD CONSTRAINT unit_organization_id_97891319_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_person_id FOREIGN KEY (user_id) REFERENCES omnistock.person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY omnistock.warehouse
    ADD CONSTRAINT warehouse_organization_id_a942032c_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.warehouse
    ADD CONSTRAINT warehouse_organization_id_default_location_id_b25833dd_fk FOREIGN KEY (organization_id, default_location_id) REFERENCES omnistock.location(organization_id, id);

ALTER TABLE ONLY omnistock.warehouse
    ADD CONSTRAINT warehouse_organization_id_registration_id_14bbf105_fk FOREIGN KEY (organization_id, registration_id) REFERENCES omnistock.registration(organization_id, id);

ALTER TABLE ONLY omnistock.webhook_delivery
    ADD CONSTRAINT webhook_delivery_organization_id_72ea4245_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.webhook_delivery
    ADD CONSTRAINT webhook_delivery_organization_id_webhook_id_c0dcf2aa_fk FOREIGN KEY (organization_id, webhook_id) REFERENCES omnistock.webhook(organization_id, id);

ALTER TABLE ONLY omnistock.webhook
    ADD CONSTRAINT webhook_organization_id_b5440e9a_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.workspace_archive
    ADD CONSTRAINT workspace_archive_organization_id_4b936310_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE ONLY omnistock.workspace_mail
    ADD CONSTRAINT workspace_mail_organization_id_1747be9e_fk FOREIGN KEY (organization_id) REFERENCES omnistock.organization(id);

ALTER TABLE omnistock.access_grant ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.adjustment ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.adjustment_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.agreement ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.api_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY append ON omnistock.security_event FOR INSERT TO app WITH CHECK (((organization_reference IS NULL) OR (organization_reference = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))));

ALTER TABLE omnistock.archive_chunk ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.attachment ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.audit_erasure ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.audit_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.audit_link ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.balance ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.barcode ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.batch ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.category ENABLE ROW LEVEL SECURITY;

CREATE POLICY console_incidents ON omnistock.incident_notice FOR SELECT TO console USING (true);

CREATE POLICY console_incidents ON omnistock.incident_receipt FOR SELECT TO console USING (true);

CREATE POLICY console_reads ON omnistock.access_grant FOR SELECT TO console USING (true);

CREATE POLICY console_reads ON omnistock.organization FOR SELECT TO console USING (true);

CREATE POLICY console_reads ON omnistock.share FOR SELECT TO console USING ((withdrawn_at IS NULL));

CREATE POLICY console_reads ON omnistock.ticket FOR SELECT TO console USING (true);

CREATE POLICY console_reads ON omnistock.ticket_attachment FOR SELECT TO console USING (true);

CREATE POLICY console_reads ON omnistock.ticket_message FOR SELECT TO console USING (true);

ALTER TABLE omnistock.count_plan ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.credit_note ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.credit_note_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.customer ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.customer_address ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.customer_contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.day_value ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.departure ENABLE ROW LEVEL SECURITY;

CREATE POLICY directory ON omnistock.organization FOR SELECT TO owner USING (true);

ALTER TABLE omnistock.dispatch ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.dispatch_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.erasure ENABLE ROW LEVEL SECURITY;

CREATE POLICY expiry ON omnistock.security_event FOR DELETE TO owner USING ((at < (now() - '1 day'::interval)));

CREATE POLICY expiry_reads ON omnistock.security_event FOR SELECT TO owner USING (true);

ALTER TABLE omnistock.file_chunk ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.form_draft ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.idempotency_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.import ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.incident_notice ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.incident_receipt ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.invitation ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.invoice ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.invoice_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.landed_cost ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.landed_cost_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.landed_cost_share ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.layer ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.layer_revision ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.location ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.mail_refusal ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.membership ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.membership_warehouse ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.month_change ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.move ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.move_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.movement ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.notice ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.notice_choice ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.number_series ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.organization ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_events ON omnistock.security_event FOR SELECT TO app USING (((person_id = ( SELECT (NULLIF(current_setting('app.person_id'::text, true), ''::text))::uuid AS "nullif")) OR (about_id = ( SELECT (NULLIF(current_setting('app.person_id'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY own_members ON omnistock.security_event FOR SELECT TO app USING ((is_shared AND (organization_reference IS NULL) AND (EXISTS ( SELECT
   FROM omnistock.membership m
  WHERE ((m.organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")) AND (m.person_id = security_event.person_id) AND (m.ended_at IS NULL) AND (m.created_at <= security_event.at))))));

CREATE POLICY own_memberships ON omnistock.membership FOR SELECT TO app USING ((person_id = ( SELECT (NULLIF(current_setting('app.person_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY own_organizations ON omnistock.organization FOR SELECT TO app USING ((id IN ( SELECT membership.organization_id
   FROM omnistock.membership
  WHERE (membership.person_id = ( SELECT (NULLIF(current_setting('app.person_id'::text, true), ''::text))::uuid AS "nullif")))));

CREATE POLICY own_workspace ON omnistock.security_event FOR SELECT TO app USING ((organization_reference = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

ALTER TABLE omnistock.payment ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.payment_allocation ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.period ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.principal_request ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.product ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.product_supplier ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.product_unit ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.purchase_order ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.purchase_order_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.recall ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.recall_answer ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.recall_batch ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.recall_contact ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.recall_order_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.receipt ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.receipt_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.refund ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.registration ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.reorder_rule ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.replenishment_run ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.reservation ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.reversal ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.sales_order ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.sales_order_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.saved_view ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.search_token ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.security_event ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.share ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.skip ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.stock_count ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.stock_count_bin ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.stock_count_counter ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.stock_count_entry ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.stock_count_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.stock_total ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.stored_file ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.supplier ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.supplier_address ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.supplier_contact ENABLE ROW LEVEL SECURITY;

CREATE POLICY tenant ON omnistock.access_grant USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.adjustment USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.adjustment_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.agreement USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.api_key USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.archive_chunk USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.attachment USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.audit_erasure USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.audit_event USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.audit_link USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.balance USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.barcode USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.batch USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.category USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.count_plan USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.credit_note USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.credit_note_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.customer USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.customer_address USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.customer_contact USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.day_value USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.departure USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.dispatch USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.dispatch_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.erasure USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.file_chunk USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.form_draft USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.idempotency_key USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.import USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.incident_notice USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.incident_receipt USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.invitation USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.invoice USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.invoice_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.landed_cost USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.landed_cost_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.landed_cost_share USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.layer USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.layer_revision USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.location USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.mail_refusal USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.membership USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.membership_warehouse USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.month_change USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.move USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.move_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.movement USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.notice USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.notice_choice USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.number_series USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.organization USING ((id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.payment USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.payment_allocation USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.period USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.principal_request USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.product USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.product_supplier USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.product_unit USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.purchase_order USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.purchase_order_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.recall USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.recall_answer USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.recall_batch USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.recall_contact USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.recall_order_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.receipt USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.receipt_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.refund USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.registration USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.reorder_rule USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.replenishment_run USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.reservation USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.reversal USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.sales_order USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.sales_order_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.saved_view USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.search_token USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.share USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.skip USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.stock_count USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.stock_count_bin USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.stock_count_counter USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.stock_count_entry USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.stock_count_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.stock_total USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.stored_file USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.supplier USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.supplier_address USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.supplier_contact USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.ticket USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.ticket_attachment USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.ticket_message USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.transfer USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.transfer_line USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.unit USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.warehouse USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.webhook USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.webhook_delivery USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.workspace_archive USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

CREATE POLICY tenant ON omnistock.workspace_mail USING ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))) WITH CHECK ((organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif")));

ALTER TABLE omnistock.ticket ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.ticket_attachment ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.ticket_message ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.transfer ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.transfer_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.unit ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.warehouse ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.webhook ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.webhook_delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.workspace_archive ENABLE ROW LEVEL SECURITY;

ALTER TABLE omnistock.workspace_mail ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA omnistock TO app;
GRANT USAGE ON SCHEMA omnistock TO backup;
GRANT USAGE ON SCHEMA omnistock TO console;

REVOKE ALL ON FUNCTION omnistock.clear_practice(is_whole boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.clear_practice(is_whole boolean) TO app;

REVOKE ALL ON FUNCTION omnistock.delete_expired_departures() FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.delete_expired_departures() TO app;

REVOKE ALL ON FUNCTION omnistock.delete_expired_idempotency_keys() FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.delete_expired_idempotency_keys() TO app;

REVOKE ALL ON FUNCTION omnistock.delete_expired_security_events() FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.delete_expired_security_events() TO app;

REVOKE ALL ON FUNCTION omnistock.erase_audit_values(subject uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.erase_audit_values(subject uuid) TO app;

REVOKE ALL ON FUNCTION omnistock.erase_audit_values(subject uuid, words text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.erase_audit_values(subject uuid, words text[]) TO app;

REVOKE ALL ON FUNCTION omnistock.keep_request_log() FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.keep_request_log() TO app;

REVOKE ALL ON FUNCTION omnistock.organization_directory() FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.organization_directory() TO app;

REVOKE ALL ON FUNCTION omnistock.overdue_departures() FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.overdue_departures() TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.procrastinate_jobs TO app;
GRANT SELECT ON TABLE omnistock.procrastinate_jobs TO backup;

REVOKE ALL ON FUNCTION omnistock.purge_organization() FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.purge_organization() TO app;

REVOKE ALL ON FUNCTION omnistock.security_reach(p_since timestamp with time zone, p_until timestamp with time zone, p_address inet, p_person uuid, p_key uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.security_reach(p_since timestamp with time zone, p_until timestamp with time zone, p_address inet, p_person uuid, p_key uuid) TO app;

REVOKE ALL ON FUNCTION omnistock.security_signals(p_kinds text[], p_outcome text, p_by text, p_since timestamp with time zone, p_least integer, p_is_repeated boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION omnistock.security_signals(p_kinds text[], p_outcome text, p_by text, p_since timestamp with time zone, p_least integer, p_is_repeated boolean) TO app;

GRANT SELECT ON TABLE omnistock.access_grant TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.access_grant TO app;
GRANT SELECT ON TABLE omnistock.access_grant TO console;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.account_emailaddress TO app;
GRANT SELECT ON TABLE omnistock.account_emailaddress TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.account_emailaddress_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.account_emailaddress_id_seq TO backup;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.account_emailconfirmation TO app;
GRANT SELECT ON TABLE omnistock.account_emailconfirmation TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.account_emailconfirmation_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.account_emailconfirmation_id_seq TO backup;

GRANT SELECT ON TABLE omnistock.adjustment TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.adjustment TO app;

GRANT SELECT ON TABLE omnistock.adjustment_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.adjustment_line TO app;

GRANT SELECT ON TABLE omnistock.agreement TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.agreement TO app;

GRANT SELECT ON TABLE omnistock.api_key TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.api_key TO app;

GRANT SELECT ON TABLE omnistock.archive_chunk TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.archive_chunk TO app;

GRANT SELECT ON TABLE omnistock.attachment TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.attachment TO app;

GRANT SELECT ON TABLE omnistock.audit_erasure TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.audit_erasure TO app;

GRANT SELECT ON TABLE omnistock.audit_event TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.audit_event TO app;

GRANT SELECT ON TABLE omnistock.audit_link TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.audit_link TO app;

GRANT SELECT ON TABLE omnistock.auth_group TO app;
GRANT SELECT ON TABLE omnistock.auth_group TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.auth_group_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.auth_group_id_seq TO backup;

GRANT SELECT ON TABLE omnistock.auth_group_permissions TO app;
GRANT SELECT ON TABLE omnistock.auth_group_permissions TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.auth_group_permissions_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.auth_group_permissions_id_seq TO backup;

GRANT SELECT ON TABLE omnistock.auth_permission TO app;
GRANT SELECT ON TABLE omnistock.auth_permission TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.auth_permission_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.auth_permission_id_seq TO backup;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.backup_run TO app;
GRANT SELECT ON TABLE omnistock.backup_run TO backup;

GRANT SELECT ON TABLE omnistock.balance TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.balance TO app;

GRANT SELECT ON TABLE omnistock.barcode TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.barcode TO app;

GRANT SELECT ON TABLE omnistock.batch TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.batch TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.cache_entry TO app;
GRANT SELECT ON TABLE omnistock.cache_entry TO backup;

GRANT SELECT ON TABLE omnistock.category TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.category TO app;

GRANT SELECT,INSERT ON TABLE omnistock.consent_event TO app;
GRANT SELECT ON TABLE omnistock.consent_event TO backup;

GRANT SELECT ON TABLE omnistock.count_plan TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.count_plan TO app;

GRANT SELECT ON TABLE omnistock.credit_note TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.credit_note TO app;

GRANT SELECT ON TABLE omnistock.credit_note_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.credit_note_line TO app;

GRANT SELECT ON TABLE omnistock.customer TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.customer TO app;

GRANT SELECT ON TABLE omnistock.customer_address TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.customer_address TO app;

GRANT SELECT ON TABLE omnistock.customer_contact TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.customer_contact TO app;

GRANT SELECT ON TABLE omnistock.day_value TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.day_value TO app;

GRANT SELECT ON TABLE omnistock.departed_event TO backup;

GRANT SELECT ON TABLE omnistock.departure TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.departure TO app;

GRANT SELECT ON TABLE omnistock.departure_certificate TO backup;
GRANT SELECT ON TABLE omnistock.departure_certificate TO app;

GRANT UPDATE(fetched_at) ON TABLE omnistock.departure_certificate TO app;

GRANT SELECT ON TABLE omnistock.dispatch TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.dispatch TO app;

GRANT SELECT ON TABLE omnistock.dispatch_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.dispatch_line TO app;

GRANT SELECT ON TABLE omnistock.django_content_type TO app;
GRANT SELECT ON TABLE omnistock.django_content_type TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.django_content_type_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.django_content_type_id_seq TO backup;

GRANT SELECT ON TABLE omnistock.django_migrations TO app;
GRANT SELECT ON TABLE omnistock.django_migrations TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.django_migrations_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.django_migrations_id_seq TO backup;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.django_session TO app;
GRANT SELECT ON TABLE omnistock.django_session TO backup;

GRANT SELECT ON TABLE omnistock.erasure TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.erasure TO app;

GRANT SELECT ON TABLE omnistock.file_chunk TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.file_chunk TO app;

GRANT SELECT ON TABLE omnistock.form_draft TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.form_draft TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.holiday TO app;
GRANT SELECT ON TABLE omnistock.holiday TO backup;

GRANT SELECT ON TABLE omnistock.idempotency_key TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.idempotency_key TO app;

GRANT SELECT ON TABLE omnistock.import TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.import TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.incident TO app;
GRANT SELECT ON TABLE omnistock.incident TO backup;
GRANT SELECT ON TABLE omnistock.incident TO console;

GRANT SELECT,INSERT,DELETE ON TABLE omnistock.incident_entry TO app;
GRANT SELECT ON TABLE omnistock.incident_entry TO backup;
GRANT SELECT ON TABLE omnistock.incident_entry TO console;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.incident_message TO app;
GRANT SELECT ON TABLE omnistock.incident_message TO backup;
GRANT SELECT ON TABLE omnistock.incident_message TO console;

GRANT SELECT ON TABLE omnistock.incident_notice TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.incident_notice TO app;
GRANT SELECT ON TABLE omnistock.incident_notice TO console;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.incident_person TO app;
GRANT SELECT ON TABLE omnistock.incident_person TO backup;
GRANT SELECT ON TABLE omnistock.incident_person TO console;

GRANT SELECT ON TABLE omnistock.incident_receipt TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.incident_receipt TO app;
GRANT SELECT ON TABLE omnistock.incident_receipt TO console;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.incident_workspace TO app;
GRANT SELECT ON TABLE omnistock.incident_workspace TO backup;
GRANT SELECT ON TABLE omnistock.incident_workspace TO console;

GRANT SELECT ON TABLE omnistock.invitation TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.invitation TO app;

GRANT SELECT ON TABLE omnistock.invoice TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.invoice TO app;

GRANT SELECT ON TABLE omnistock.invoice_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.invoice_line TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.job_run TO app;
GRANT SELECT ON TABLE omnistock.job_run TO backup;

GRANT SELECT ON TABLE omnistock.landed_cost TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.landed_cost TO app;

GRANT SELECT ON TABLE omnistock.landed_cost_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.landed_cost_line TO app;

GRANT SELECT ON TABLE omnistock.landed_cost_share TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.landed_cost_share TO app;

GRANT SELECT ON TABLE omnistock.layer TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.layer TO app;

GRANT SELECT ON TABLE omnistock.layer_revision TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.layer_revision TO app;

GRANT SELECT ON TABLE omnistock.location TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.location TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.mail TO app;
GRANT SELECT ON TABLE omnistock.mail TO backup;

GRANT SELECT ON TABLE omnistock.mail_refusal TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.mail_refusal TO app;

GRANT SELECT ON TABLE omnistock.membership TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.membership TO app;

GRANT SELECT ON TABLE omnistock.membership_warehouse TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.membership_warehouse TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.mfa_authenticator TO app;
GRANT SELECT ON TABLE omnistock.mfa_authenticator TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.mfa_authenticator_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.mfa_authenticator_id_seq TO backup;

GRANT SELECT ON TABLE omnistock.month_change TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.month_change TO app;

GRANT SELECT ON TABLE omnistock.move TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.move TO app;

GRANT SELECT ON TABLE omnistock.move_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.move_line TO app;

GRANT SELECT ON TABLE omnistock.movement TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.movement TO app;

GRANT SELECT ON TABLE omnistock.notice TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.notice TO app;

GRANT SELECT ON TABLE omnistock.notice_choice TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.notice_choice TO app;

GRANT SELECT ON TABLE omnistock.number_series TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.number_series TO app;

GRANT SELECT ON TABLE omnistock.organization TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.organization TO app;

GRANT SELECT(id) ON TABLE omnistock.organization TO console;

GRANT SELECT(name) ON TABLE omnistock.organization TO console;

GRANT SELECT(country) ON TABLE omnistock.organization TO console;

GRANT SELECT(is_practice) ON TABLE omnistock.organization TO console;

GRANT SELECT(created_at) ON TABLE omnistock.organization TO console;

GRANT SELECT ON TABLE omnistock.payment TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.payment TO app;

GRANT SELECT ON TABLE omnistock.payment_allocation TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.payment_allocation TO app;

GRANT SELECT ON TABLE omnistock.period TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.period TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.person TO app;
GRANT SELECT ON TABLE omnistock.person TO backup;

GRANT SELECT ON TABLE omnistock.principal_request TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.principal_request TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.procrastinate_events TO app;
GRANT SELECT ON TABLE omnistock.procrastinate_events TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.procrastinate_events_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.procrastinate_events_id_seq TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.procrastinate_jobs_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.procrastinate_jobs_id_seq TO backup;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.procrastinate_periodic_defers TO app;
GRANT SELECT ON TABLE omnistock.procrastinate_periodic_defers TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.procrastinate_periodic_defers_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.procrastinate_periodic_defers_id_seq TO backup;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.procrastinate_workers TO app;
GRANT SELECT ON TABLE omnistock.procrastinate_workers TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.procrastinate_workers_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.procrastinate_workers_id_seq TO backup;

GRANT SELECT ON TABLE omnistock.product TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.product TO app;

GRANT SELECT ON TABLE omnistock.product_supplier TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.product_supplier TO app;

GRANT SELECT ON TABLE omnistock.product_unit TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.product_unit TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.promise_check TO app;
GRANT SELECT ON TABLE omnistock.promise_check TO backup;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.provider_event TO app;
GRANT SELECT ON TABLE omnistock.provider_event TO backup;

GRANT SELECT ON TABLE omnistock.purchase_order TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.purchase_order TO app;

GRANT SELECT ON TABLE omnistock.purchase_order_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.purchase_order_line TO app;

GRANT SELECT ON TABLE omnistock.recall TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.recall TO app;

GRANT SELECT ON TABLE omnistock.recall_answer TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.recall_answer TO app;

GRANT SELECT ON TABLE omnistock.recall_batch TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.recall_batch TO app;

GRANT SELECT ON TABLE omnistock.recall_contact TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.recall_contact TO app;

GRANT SELECT ON TABLE omnistock.recall_order_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.recall_order_line TO app;

GRANT SELECT ON TABLE omnistock.receipt TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.receipt TO app;

GRANT SELECT ON TABLE omnistock.receipt_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.receipt_line TO app;

GRANT SELECT ON TABLE omnistock.refund TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.refund TO app;

GRANT SELECT ON TABLE omnistock.registration TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.registration TO app;

GRANT SELECT ON TABLE omnistock.reorder_rule TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.reorder_rule TO app;

GRANT SELECT ON TABLE omnistock.replenishment_run TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.replenishment_run TO app;

GRANT SELECT,INSERT ON TABLE omnistock.request_log TO app;
GRANT SELECT ON TABLE omnistock.request_log TO backup;

GRANT SELECT ON TABLE omnistock.reservation TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.reservation TO app;

GRANT SELECT ON TABLE omnistock.retention_days TO app;
GRANT SELECT ON TABLE omnistock.retention_days TO backup;

GRANT SELECT ON TABLE omnistock.reversal TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.reversal TO app;

GRANT SELECT,INSERT,DELETE ON TABLE omnistock.rights_message TO app;
GRANT SELECT ON TABLE omnistock.rights_message TO backup;
GRANT SELECT ON TABLE omnistock.rights_message TO console;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.rights_request TO app;
GRANT SELECT ON TABLE omnistock.rights_request TO backup;
GRANT SELECT ON TABLE omnistock.rights_request TO console;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.route_duration TO app;
GRANT SELECT ON TABLE omnistock.route_duration TO backup;

GRANT SELECT ON TABLE omnistock.sales_order TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.sales_order TO app;

GRANT SELECT ON TABLE omnistock.sales_order_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.sales_order_line TO app;

GRANT SELECT ON TABLE omnistock.saved_view TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.saved_view TO app;

GRANT SELECT ON TABLE omnistock.search_token TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.search_token TO app;

GRANT SELECT,INSERT ON TABLE omnistock.security_event TO app;
GRANT SELECT ON TABLE omnistock.security_event TO backup;

GRANT SELECT ON TABLE omnistock.share TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.share TO app;
GRANT SELECT ON TABLE omnistock.share TO console;

GRANT SELECT ON TABLE omnistock.skip TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.skip TO app;

GRANT SELECT ON TABLE omnistock.staff TO app;
GRANT SELECT ON TABLE omnistock.staff TO backup;

GRANT SELECT ON TABLE omnistock.stock_count TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.stock_count TO app;

GRANT SELECT ON TABLE omnistock.stock_count_bin TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.stock_count_bin TO app;

GRANT SELECT ON TABLE omnistock.stock_count_counter TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.stock_count_counter TO app;

GRANT SELECT ON TABLE omnistock.stock_count_entry TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.stock_count_entry TO app;

GRANT SELECT ON TABLE omnistock.stock_count_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.stock_count_line TO app;

GRANT SELECT ON TABLE omnistock.stock_total TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.stock_total TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.stopped_address TO app;
GRANT SELECT ON TABLE omnistock.stopped_address TO backup;

GRANT SELECT ON TABLE omnistock.stored_file TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.stored_file TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.sub_processor_notice TO app;
GRANT SELECT ON TABLE omnistock.sub_processor_notice TO backup;

GRANT SELECT ON TABLE omnistock.supplier TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.supplier TO app;

GRANT SELECT ON TABLE omnistock.supplier_address TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.supplier_address TO app;

GRANT SELECT ON TABLE omnistock.supplier_contact TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.supplier_contact TO app;

GRANT SELECT ON TABLE omnistock.ticket TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.ticket TO app;
GRANT SELECT ON TABLE omnistock.ticket TO console;

GRANT SELECT ON TABLE omnistock.ticket_attachment TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.ticket_attachment TO app;
GRANT SELECT ON TABLE omnistock.ticket_attachment TO console;

GRANT SELECT ON TABLE omnistock.ticket_message TO backup;
GRANT SELECT,INSERT ON TABLE omnistock.ticket_message TO app;
GRANT SELECT ON TABLE omnistock.ticket_message TO console;

GRANT SELECT ON TABLE omnistock.transfer TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.transfer TO app;

GRANT SELECT ON TABLE omnistock.transfer_line TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.transfer_line TO app;

GRANT SELECT ON TABLE omnistock.unit TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.unit TO app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.usersessions_usersession TO app;
GRANT SELECT ON TABLE omnistock.usersessions_usersession TO backup;

GRANT SELECT,USAGE ON SEQUENCE omnistock.usersessions_usersession_id_seq TO app;
GRANT SELECT ON SEQUENCE omnistock.usersessions_usersession_id_seq TO backup;

GRANT SELECT ON TABLE omnistock.warehouse TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.warehouse TO app;

GRANT SELECT ON TABLE omnistock.webhook TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.webhook TO app;

GRANT SELECT ON TABLE omnistock.webhook_delivery TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.webhook_delivery TO app;

GRANT SELECT ON TABLE omnistock.workspace_archive TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.workspace_archive TO app;

GRANT SELECT ON TABLE omnistock.workspace_mail TO backup;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE omnistock.workspace_mail TO app;

ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA omnistock GRANT SELECT,USAGE ON SEQUENCES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA omnistock GRANT SELECT ON SEQUENCES TO backup;

ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA omnistock GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner IN SCHEMA omnistock GRANT SELECT ON TABLES TO backup;

INSERT INTO omnistock.django_migrations (app, name, applied) VALUES
    ('account', '0001_initial', now()),
    ('account', '0002_email_max_length', now()),
    ('account', '0003_alter_emailaddress_create_unique_verified_email', now()),
    ('account', '0004_alter_emailaddress_drop_unique_email', now()),
    ('account', '0005_emailaddress_idx_upper_email', now()),
    ('account', '0006_emailaddress_lower', now()),
    ('account', '0007_emailaddress_idx_email', now()),
    ('account', '0008_emailaddress_unique_primary_email_fixup', now()),
    ('account', '0009_emailaddress_unique_primary_email', now()),
    ('agreements', '0001_initial', now()),
    ('attachments', '0001_initial', now()),
    ('attachments', '0002_counts_and_landed_costs', now()),
    ('attachments', '0003_parties_and_licences', now()),
    ('audit', '0001_initial', now()),
    ('audit', '0002_erasable', now()),
    ('audit', '0003_erase_words', now()),
    ('auth', '0001_initial', now()),
    ('auth', '0002_alter_permission_name_max_length', now()),
    ('auth', '0003_alter_user_email_max_length', now()),
    ('auth', '0004_alter_user_username_opts', now()),
    ('auth', '0005_alter_user_last_login_null', now()),
    ('auth', '0006_require_contenttypes_0002', now()),
    ('auth', '0007_alter_validators_add_error_messages', now()),
    ('auth', '0008_alter_user_username_max_length', now()),
    ('auth', '0009_alter_user_last_name_max_length', now()),
    ('auth', '0010_alter_group_name_max_length', now()),
    ('auth', '0011_update_proxy_permissions', now()),
    ('auth', '0012_alter_user_first_name_max_length', now()),
    ('billing', '0001_initial', now()),
    ('billing', '0002_refunds', now()),
    ('catalog', '0001_initial', now()),
    ('catalog', '0002_categories_in_any_case', now()),
    ('consent', '0001_initial', now()),
    ('contenttypes', '0001_initial', now()),
    ('contenttypes', '0002_remove_content_type_name', now()),
    ('departure', '0001_initial', now()),
    ('departure', '0002_functions', now()),
    ('drafts', '0001_initial', now()),
    ('exchange', '0001_initial', now()),
    ('exchange', '0002_undone', now()),
    ('exchange', '0003_workspace_archive', now()),
    ('exchange', '0004_import_progress', now()),
    ('exchange', '0005_import_checking', now()),
    ('files', '0001_initial', now()),
    ('fulfilment', '0001_initial', now()),
    ('incidents', '0001_initial', now()),
    ('incidents', '0002_walls', now()),
    ('incidents', '0003_two_languages', now()),
    ('incidents', '0004_practice', now()),
    ('ledger', '0001_initial', now()),
    ('ledger', '0002_serials', now()),
    ('ledger', '0003_merged_batches', now()),
    ('ledger', '0004_layer_revision', now()),
    ('ledger', '0005_day_value', now()),
    ('ledger', '0006_period_days_written_through', now()),
    ('ledger', '0007_organization_by_product', now()),
    ('ledger', '0008_batch_merged_number', now()),
    ('ledger', '0009_keys_that_prove_more', now()),
    ('ledger', '0010_room_for_totals', now()),
    ('mfa', '0001_initial', now()),
    ('mfa', '0002_authenticator_timestamps', now()),
    ('mfa', '0003_authenticator_type_uniq', now()),
    ('notifications', '0001_initial', now()),
    ('notifications', '0002_notice_choices', now()),
    ('notifications', '0003_mail_and_notices', now()),
    ('notifications', '0004_oldest_notice', now()),
    ('numbering', '0001_initial', now()),
    ('parties', '0001_initial', now()),
    ('parties', '0002_customer_language', now()),
    ('practice', '0001_clearing', now()),
    ('practice', '0002_keeps_erasures', now()),
    ('privacy', '0001_initial', now()),
    ('privacy', '0002_request_log', now()),
    ('privacy', '0003_sub_processor_notice', now()),
    ('privacy', '0004_job_run', now()),
    ('privacy', '0005_routeduration', now()),
    ('procrastinate', '0001_initial', now()),
    ('procrastinate', '0002_drop_started_at_column', now()),
    ('procrastinate', '0003_drop_started_at_column', now()),
    ('procrastinate', '0004_drop_procrastinate_version_table', now()),
    ('procrastinate', '0005_fix_procrastinate_fetch_job', now()),
    ('procrastinate', '0006_fix_trigger_status_events_insert', now()),
    ('procrastinate', '0007_add_queueing_lock_column', now()),
    ('procrastinate', '0008_close_fetch_job_race_condition', now()),
    ('procrastinate', '0009_add_defer_job_function', now()),
    ('procrastinate', '0010_add_procrastinate_periodic_defers', now()),
    ('procrastinate', '0011_add_foreign_key_index', now()),
    ('procrastinate', '0012_add_locks_to_periodic_defer', now()),
    ('procrastinate', '0013_fix_procrastinate_defer_periodic_job', now()),
    ('procrastinate', '0014_add_finish_job_and_retry_job_functions', now()),
    ('procrastinate', '0015_add_trigger_on_job_deletion', now()),
    ('procrastinate', '0016_delete_finished_jobs', now()),
    ('procrastinate', '0017_add_checks_to_finish_job', now()),
    ('procrastinate', '0018_add_checks_to_retry_job', now()),
    ('procrastinate', '0019_fix_finish_job_compat_issue', now()),
    ('procrastinate', '0020_add_index_on_procrastinate_jobs', now()),
    ('procrastinate', '0021_add_kwargs_to_defer_periodic_job', now()),
    ('procrastinate', '0022_null_locks_excluded', now()),
    ('procrastinate', '0023_remove_old_finish_job_function', now()),
    ('procrastinate', '0024_job_id_bigint', now()),
    ('procrastinate', '0025_add_models', now()),
    ('procrastinate', '0026_add_job_priority', now()),
    ('procrastinate', '0027_add_periodic_job_priority', now()),
    ('procrastinate', '0028_add_cancel_states', now()),
    ('procrastinate', '0029_add_additional_params_to_retry_job', now()),
    ('procrastinate', '0030_alter_procrastinateevent_options', now()),
    ('procrastinate', '0031_add_indexes_for_fetch_job', now()),
    ('procrastinate', '0032_pre_cancel_notification', now()),
    ('procrastinate', '0033_post_cancel_notification', now()),
    ('procrastinate', '0034_pre_add_heartbeat', now()),
    ('procrastinate', '0035_post_add_heartbeat', now()),
    ('procrastinate', '0036_add_worker_model', now()),
    ('procrastinate', '0037_pre_batch_defer_jobs', now()),
    ('procrastinate', '0038_post_batch_defer_jobs', now()),
    ('procrastinate', '0039_pre_priority_lock_fetch_job', now()),
    ('procrastinate', '0040_pre_retry_failed_job', now()),
    ('procrastinate', '0041_post_retry_failed_job', now()),
    ('purchasing', '0001_initial', now()),
    ('purchasing', '0002_landed_costs', now()),
    ('purchasing', '0003_product_suppliers', now()),
    ('purchasing', '0004_receipt_line_keys', now()),
    ('purchasing', '0005_receipt_line_indexes', now()),
    ('purchasing', '0006_receipt_line_batch_proves_product', now()),
    ('recalls', '0001_initial', now()),
    ('replenishment', '0001_initial', now()),
    ('rights', '0001_initial', now()),
    ('rights', '0002_erasure', now()),
    ('sales', '0001_initial', now()),
    ('sales', '0002_accepted_shelf_life', now()),
    ('saved_views', '0001_initial', now()),
    ('saved_views', '0002_of_programs', now()),
    ('search', '0001_initial', now()),
    ('security', '0001_initial', now()),
    ('security', '0002_counters', now()),
    ('sessions', '0001_initial', now()),
    ('stocktaking', '0001_initial', now()),
    ('stocktaking', '0002_counts', now()),
    ('stocktaking', '0003_moves_and_approvals', now()),
    ('stocktaking', '0004_pack_expiry', now()),
    ('stocktaking', '0005_adjustment_keys', now()),
    ('support', '0001_initial', now()),
    ('tenancy', '0001_initial', now()),
    ('tenancy', '0002_walls', now()),
    ('tenancy', '0003_count_settings', now()),
    ('tenancy', '0004_adjustment_approval', now()),
    ('tenancy', '0005_plan', now()),
    ('tenancy', '0006_dispatch_alerts', now()),
    ('tenancy', '0007_second_factor', now()),
    ('tenancy', '0008_counter_role', now()),
    ('tenancy', '0009_leaving', now()),
    ('tenancy', '0010_staff', now()),
    ('tenancy', '0011_customer_language', now()),
    ('tenancy', '0012_bank_details', now()),
    ('tenancy', '0013_app_writes_less', now()),
    ('usersessions', '0001_initial', now()),
    ('warehouses', '0001_initial', now()),
    ('warehouses', '0002_member_warehouses', now()),
    ('warehouses', '0003_location_zone', now()),
    ('warehouses', '0004_location_warehouse_key', now()),
    ('warehouses', '0005_codes_in_any_case', now()),
    ('webhooks', '0001_initial', now()),
    ('webhooks', '0002_oldest_delivery', now());
