// The jobs of a period as a table, from CSV: one request, however many rows. README.md tells where this text goes.
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

    Answer = Web.Contents(Server, [
        RelativePath = Place & "/api/v1/jobs",
        Query = [from = From, to = To, by = "ended", sort = "ended_at", format = "csv", fields = Text.Combine(Names, ",")]
    ]),
    Lines = Csv.Document(Answer, [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Headed = Table.PromoteHeaders(Lines, [PromoteAllScalars = true]),
    // An empty cell is what nobody knows, and no 0.
    Unknown = Table.ReplaceValue(Headed, "", null, Replacer.ReplaceValue, Names),
    // The server writes points and 2025-03-30 14:05:00 whatever country this Excel is of: en-US reads both.
    Typed = Table.TransformColumnTypes(Unknown, Columns, "en-US")
in
    Typed
