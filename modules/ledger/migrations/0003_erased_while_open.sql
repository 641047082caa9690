-- A need whose texts were erased while it was open is erased once more, for what was said of it since.
CREATE INDEX need_erased_open ON need (closed_at, id) WHERE erased_at < closed_at;
