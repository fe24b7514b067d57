// The same table from JSON, page by page: each page names the next one. README.md tells where this text goes.
let
    // ---- yours ----
    Server = "http://127.0.0.1:8080",
    Place = "stratasys",         // the <Location> of the server
    From = "last-month",         // also 2025-03, 2025-03-01, 2025-W13, 2025, month, year, 30d, today
    To = "last-month",           // to the end of it
    // ---------------

    // owner and job_name come only where the location exposes people: take them out of this list where it does not.
    Columns = {
        {"job_uid", Int64.Type},
        {"printer", type text},
        {"owner", type text},
        {"job_name", type text},
        {"result", type text},
        {"started_local", type datetime},
        {"ended_local", type datetime},
        {"build_s", Int64.Type},
        {"estimated_s", Int64.Type},
        {"model_material", type text},
        {"model_used_cm3", type number},
        {"support_material", type text},
        {"support_used_cm3", type number}
    },
    Names = List.Transform(Columns, each _{0}),

    First = Place & "/api/v1/jobs?" & Uri.BuildQueryString([
        from = From, to = To, by = "ended", sort = "ended_at", limit = "1000", fields = Text.Combine(Names, ",")
    ]),
    GetPage = (path as text) as record =>
        Json.Document(Web.Contents(Server, [RelativePath = Text.TrimStart(path, "/")]), 65001),
    Pages = List.Generate(
        () => GetPage(First),
        each _ <> null,
        each if [next] = null then null else GetPage([next]),
        each [items]
    ),
    Rows = List.Combine(Pages),
    Whole = Table.FromRecords(Rows, Names, MissingField.UseNull),
    // Numbers are numbers already, and what nobody knows is null; the times are texts as 2025-03-30 14:05:00.
    Typed = Table.TransformColumnTypes(Whole, Columns, "en-US")
in
    Typed
