/** Writes a new handoff from a JSON parameter; with the turn that asks for it, or not at all. */
export function beginHandoff(parameter: string, conversation: string, from: string): string {
  return `insert into handoff (id, conversation_id, desk, reason, priority, language, requested_at,
      sealed_context)
    select given.id, ${conversation}, given.desk, given.reason, given.priority, given.language,
      given."requestedAt", given."sealedContext"
    from ${from}, json_to_record(${parameter}::json -> 'begin') as given (id text, desk text,
      reason text, priority int, language text, "requestedAt" timestamptz, "sealedContext" text)
    where ${parameter}::json -> 'begin' is not null`;
}

/** Writes what a turn changes about one: its end only while it is open, anything else at any time. */
export function changeHandoff(parameter: string, now: string, from: string): string {
  return `update handoff h set
      state = case when given."endedBy" is null then h.state else 'completed' end,
      ended_at = case when given."endedBy" is null then h.ended_at else ${now}::timestamptz end,
      ended_by = coalesce(given."endedBy", h.ended_by),
      rating = coalesce(given.rating, h.rating),
      sealed_context = case when given."endedBy" is not null then null
        when h.state in ('waiting', 'accepted') then coalesce(given."sealedContext", h.sealed_context) end
    from ${from}, json_to_record(${parameter}::json -> 'change') as given (id text, "endedBy" text,
      rating int, "sealedContext" text)
    where ${parameter}::json -> 'change' is not null and h.id = given.id
      and (given."endedBy" is null or h.state in ('waiting', 'accepted'))`;
}
