# Articles a day and by source, straight from the archive. Rscript coverage.R archive.db
library(DBI)

path <- commandArgs(trailingOnly = TRUE)[1]
con <- dbConnect(RSQLite::SQLite(), path, flags = RSQLite::SQLITE_RO)

days <- dbGetQuery(con, "SELECT source, day, articles FROM publication_calendar ORDER BY day")
days$day <- as.Date(days$day)
cat(sprintf("%d days, %s to %s\n", length(unique(days$day)), min(days$day), max(days$day)))
print(aggregate(articles ~ source, data = days, FUN = sum))

# moments are RFC 3339 text in UTC
edits <- dbGetQuery(con, "
  SELECT r.article_id, a.published_at, r.seen_at
  FROM revisions AS r JOIN articles AS a ON a.id = r.article_id
  WHERE r.cause = ? AND a.published_at IS NOT NULL
", params = list("publisher"))
moment <- function(text) as.POSIXct(text, format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")
edits$days_later <- as.numeric(difftime(moment(edits$seen_at), moment(edits$published_at), units = "days"))
print(edits)

dbDisconnect(con)
