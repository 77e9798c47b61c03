-- The schema as it is today: what a new archive is made from, and where every table, column and view is described.
--
-- How it is read (by schema.py, which copies the descriptions into the table schema_docs):
--   * a line "-- name: text" above a CREATE describes that table or view; the lines below it go on with the text
--   * a comment behind a column describes it; comment lines below go on with it
--   * a full-text table's columns are described by the columns of the table that it indexes
--   * a line "-- name: text" above an index says what is quickly found by it; it goes into the reference alone
--
-- Texts are NULL where nothing is known, never empty. Moments of ours are RFC 3339 in UTC, to the second
-- ("2025-08-11T12:05:00Z"), and so compare as text; days are "2025-08-11". Booleans are 0 and 1.

-- meta: facts about this archive itself, one for each key
CREATE TABLE meta (
    key TEXT PRIMARY KEY,    -- schema_version: of the schema that the file has; created_at: UTC; warc_dir: folder of
                             -- the WARC files, relative to the one that holds this file; warc_file and warc_end: the
                             -- newest WARC file and how many bytes of it were on disk at the last commit;
                             -- is_sample: 1 in the sample that commands refuse to write to; is_scratch: 1 in a part of
                             -- an ingest whose rows are on their way into another archive; selected and
                             -- selected_from: of a smaller archive, what was chosen out of which file; without_texts:
                             -- 1 where the texts were taken out, so that check does not miss them; unjoined and an
                             -- address: 1 while pages of the article that begins there are to be put together;
                         -- moved and the address of an article: when it came there, and the one that it had before
    value TEXT NOT NULL      -- the fact, as text
) STRICT, WITHOUT ROWID;

-- schema_docs: what every table, column and view means
CREATE TABLE schema_docs (
    object TEXT NOT NULL,    -- table or view
    column TEXT,             -- NULL in the row that describes the table or view itself
    description TEXT NOT NULL  -- in English, one sentence or a few
) STRICT;

-- sources: the registered sites
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,  -- number of the source
    host TEXT NOT NULL,      -- of its home page, with the port where it is not the usual one
    home_url TEXT NOT NULL UNIQUE,  -- the address that a crawl of it starts from
    name TEXT,               -- for people; views show the host where it is NULL
    language TEXT,           -- BCP 47 primary subtag: fr; NULL where nobody said
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused')),  -- paused: update leaves it out
    added_at TEXT NOT NULL,  -- UTC; what it published before that was found afterwards
    scope TEXT               -- JSON object of how far it reaches: hosts, is_whole_domain, paths, include, exclude, as
                             -- far as they were said; NULL for its own host, whole
) STRICT;

-- address_shapes: what a source's addresses of one shape have turned out to be; a crawl asks first for those that have
-- been articles, and for none of a shape that brings nothing
CREATE TABLE address_shapes (
    source_id INTEGER NOT NULL REFERENCES sources (id),  -- whose addresses
    shape TEXT NOT NULL,     -- the path with what differs in braces, and the names of the query: /a/{slug}-{id}?page;
                             -- ?* stands for any query
    articles INTEGER NOT NULL DEFAULT 0,  -- pages of this shape that are articles, live blogs or galleries
    others INTEGER NOT NULL DEFAULT 0,  -- pages of this shape that list others, show an error, or are neither
    barren INTEGER NOT NULL DEFAULT 0,  -- pages in a row, up to the newest one fetched for the first time, that were no
                             -- article, or one that is archived already, and named no new address of another shape
                             -- that may be one's; from 20 on (200 where most are articles) no more are asked for, and
                             -- pages.reason is barren-pattern
    example TEXT NOT NULL,   -- the address of the first such page
    PRIMARY KEY (source_id, shape)
) STRICT, WITHOUT ROWID;

-- refused_addresses: how many addresses that a rule leaves out were named by pages; the first 50 of each source and
-- reason are rows of pages, too
CREATE TABLE refused_addresses (
    source_id INTEGER NOT NULL REFERENCES sources (id),  -- the source whose pages named them
    reason TEXT NOT NULL,    -- the rule, as in pages.reason
    kept INTEGER NOT NULL,   -- how many are in pages
    further INTEGER NOT NULL,  -- how many times a page that was read named one that is not
    last_example TEXT NOT NULL,  -- the last one of them all
    PRIMARY KEY (source_id, reason)
) STRICT, WITHOUT ROWID;

-- hosts: what is known of each host, so that manners outlive a run
CREATE TABLE hosts (
    host TEXT PRIMARY KEY,   -- with the port where it is not the usual one
    robots_status INTEGER,   -- HTTP status of robots.txt; NULL when there was no answer
    robots_text TEXT,        -- robots.txt as received; NULL when there is none
    robots_fetched_at TEXT,  -- UTC; kept for a day; NULL before the first time
    delay_s REAL,            -- seconds between two requests, from Crawl-delay or learnt; NULL for the default
    crawl_delay_s REAL,      -- what its robots.txt asks for; NULL when it does not
    response_s REAL,         -- seconds that its answers take, smoothed, to about a tenth; NULL before the first
    slow_down_s REAL,        -- learnt from 429, 503 and answers that did not come in time; NULL when all is well
    not_before TEXT,         -- UTC; the host is parked until then; NULL when it is not
    failures INTEGER NOT NULL DEFAULT 0  -- pages in a row that did not come
) STRICT, WITHOUT ROWID;

-- pages: every address that is known, whatever became of it
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,  -- number of the page
    source_id INTEGER REFERENCES sources (id),  -- the site it was found through; NULL only for an article added
                             -- without an address
    url TEXT NOT NULL UNIQUE,  -- normalised, one spelling for one page
    kind TEXT,               -- article, liveblog, gallery, listing, error, login, consent, other, feed, sitemap, file:
                             -- what it turned out to be, or before that what it is expected to be; NULL when not known
    state TEXT NOT NULL CHECK (state IN ('queued', 'ok', 'excluded', 'failed', 'gone')),  -- queued: known, not yet
                             -- fetched; excluded: left out by a rule; failed: did not come; gone: 404 or 410
    reason TEXT,             -- why it is excluded, failed or gone: robots, timeout, not-html, …; of a feed, a sitemap
                             -- or a list that is ok, why not all that it names was taken: broken-off, …; NULL where
                             -- there is nothing to say
    article_id INTEGER REFERENCES articles (id),  -- the article that it shows, or showed last; NULL when it never
                             -- showed one
    cards_version INTEGER,   -- of the parser that read the cards that stand on it; NULL when not known
    first_seen TEXT NOT NULL,  -- UTC, when the address came to be known
    last_fetched_at TEXT,    -- UTC, when the page (or its absence) was last seen; a failed try leaves this alone, and
                             -- of a page that has not changed nothing but this moves; NULL when it never was
    part INTEGER             -- 2, 3, …: a further page of an article that is spread over several, asked for whenever
                             -- the first one is; NULL for every other page
) STRICT;
-- pages_by_source: the pages of a source that are in one state, and when it was last looked at
CREATE INDEX pages_by_source ON pages (source_id, state, last_fetched_at);
-- pages_by_article: which pages show an article
CREATE INDEX pages_by_article ON pages (article_id) WHERE article_id IS NOT NULL;

-- frontier: when each page is asked for next, and with what
CREATE TABLE frontier (
    page_id INTEGER PRIMARY KEY REFERENCES pages (id),  -- the page
    host TEXT NOT NULL,      -- the host that will be asked; empty for an address that is none
    priority INTEGER NOT NULL,  -- lower is asked for earlier
    due_at TEXT,             -- UTC; not asked for before; NULL for never again
    etag TEXT,               -- of the last answer, for a conditional request; NULL when it had none
    last_modified TEXT,      -- of the last answer, for a conditional request, as the server wrote it; NULL when it had
                             -- none
    payload_digest TEXT,     -- of the content last kept: the same again means that nothing has changed; NULL before the
                             -- first
    failures INTEGER NOT NULL DEFAULT 0,  -- tries in a row that failed
    checks INTEGER NOT NULL DEFAULT 0,  -- looks at the page after the first one
    changes REAL NOT NULL DEFAULT 0,  -- of them, those that found it changed; older ones count less and less
    watched REAL NOT NULL DEFAULT 0,  -- how long in these looks: hours for a list, doublings of its age for an article;
                             -- older ones count less and less
    yielded REAL NOT NULL DEFAULT 0,  -- new addresses that it named in a look; a mean that follows the newest ones
    alarms INTEGER NOT NULL DEFAULT 0,  -- times that a sitemap, feed or card called it changed since it last was
    found_on_page_id INTEGER REFERENCES pages (id),  -- the page that first named it; NULL for a seed
    chain TEXT,              -- of a page that goes on with a list: what its pages have in common, a star for what
                             -- counts them (/sport/page/*), or the address of the first one; NULL for all others
    told_from TEXT,          -- the first day on which it may have been published, by what was said of it before it was
                             -- asked for: a feed, a sitemap, its address, a card; NULL where nobody said
    told_to TEXT,            -- the last such day; NULL where nobody said
    rule TEXT,               -- of a page that a link named, what says whether it is an article's: site-articles,
                             -- site-others, section-articles, section-others: what address_shapes held when it was
                             -- found; looks-like-article, looks-like-list: the general shape; NULL for all others
    found_by TEXT NOT NULL   -- seed, robots, feed, sitemap, news-sitemap, link, teaser, redirect, canonical, ingest
) STRICT;
-- frontier_chain: the pages of one list that goes on
CREATE INDEX frontier_chain ON frontier (chain) WHERE chain IS NOT NULL;
-- frontier_due: what a host is asked for next
CREATE INDEX frontier_due ON frontier (host, priority, due_at, page_id) WHERE due_at IS NOT NULL;

-- runs: the commands that wrote to this archive; updates in a row that had nothing to do are one row
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,  -- number of the run
    command TEXT NOT NULL,   -- crawl, update, ingest, reparse, …
    arguments TEXT NOT NULL,  -- JSON array, as given on the command line
    started_at TEXT NOT NULL,  -- UTC; of rounds in a row, when the first of them began
    ended_at TEXT,           -- UTC; NULL while it runs, and when it was killed; of rounds in a row, of the newest
    outcome TEXT,            -- done, or why it ended otherwise; interrupted when it was killed; NULL while it runs
    exit_code INTEGER,       -- of the process; NULL while it runs, and when it was killed
    rounds INTEGER NOT NULL DEFAULT 1,  -- how many in a row it stands for: 1, but for updates with nothing to do
    last_started_at TEXT,    -- UTC, when the newest of rounds in a row began; NULL for a single one
    pages_fetched INTEGER NOT NULL DEFAULT 0,  -- that came: unchanged, gone and unwanted ones included, failed ones not
    pages_failed INTEGER NOT NULL DEFAULT 0,  -- of those asked for, the ones that did not come
    articles_new INTEGER NOT NULL DEFAULT 0,  -- not in the archive before; one that a later run joins with another, as
                                              -- both are pages of one article, stays counted here
    articles_changed INTEGER NOT NULL DEFAULT 0,  -- by their publisher; in a reparse, by the parser
    bytes_received INTEGER NOT NULL DEFAULT 0  -- bodies as they came, still encoded
) STRICT;
-- runs_open: runs that are going on, or were killed
CREATE INDEX runs_open ON runs (id) WHERE outcome IS NULL;

-- ingested_chunks: which parts of which WARC files have been taken in, so that nothing is done twice
CREATE TABLE ingested_chunks (
    address TEXT NOT NULL,   -- of the file: an absolute path, or with its protocol: s3://bucket/a.warc.gz
    wanted TEXT NOT NULL,    -- sha256 of what was asked for, hex: another choice of records is taken in anew
    start INTEGER NOT NULL,  -- the part is the records that begin from this byte on
    stop INTEGER,            -- … and before this one; NULL for the end of the file
    reached INTEGER NOT NULL,  -- records of the part that begin before this byte were taken in or passed over
    reached_within INTEGER,  -- … and of those in the gzip member or zstd frame that begins there, which holds several,
                             -- the ones before this byte of what is inside; NULL where that is none
    file_size INTEGER,       -- of the file when it was read, bytes; NULL when not known
    head_digest TEXT,        -- sha256 of the file's first bytes, 1,024 at most, hex: another file under the same
                             -- address is known by it; NULL when not known
    records INTEGER NOT NULL,  -- that were read: responses, resources, conversions and revisits
    pages INTEGER NOT NULL,  -- of them, those that were taken for pages, whatever became of them
    passed TEXT NOT NULL,    -- JSON object of the others: how many were passed over, by reason
    ended_at TEXT,           -- UTC, when the run began that read all of it; NULL where it was only begun, which an
                             -- earlier version noted, and which counts for nothing
    PRIMARY KEY (address, wanted, start)
) STRICT, WITHOUT ROWID;

-- captures: one answer to one request, redirects followed; never altered
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,  -- number of the capture
    page_id INTEGER REFERENCES pages (id),  -- the page asked for; NULL for robots.txt, and for what a browser loads
                             -- to draw a page
    run_id INTEGER REFERENCES runs (id),  -- the run that asked; NULL when no command did
    fetched_at TEXT NOT NULL,  -- UTC, when the last request began
    url TEXT NOT NULL,       -- what was asked for
    final_url TEXT NOT NULL,  -- after redirects
    status INTEGER,          -- HTTP status of the last response; NULL when none came, and for ingested files
    error TEXT,              -- why it failed: a word, a colon, a clause; NULL when it did not
    media_type TEXT,         -- of the Content-Type header, without parameters: text/html; NULL when there was none
    payload_digest TEXT,     -- sha256: and the hex digest of the content, decoded; NULL without a body
    size_bytes INTEGER NOT NULL,  -- of the body as received, still encoded
    elapsed_s REAL NOT NULL,  -- from the request to the last byte
    is_truncated INTEGER NOT NULL CHECK (is_truncated IN (0, 1)),  -- cut by a limit, or by the connection
    warc_file TEXT,          -- name of the WARC file that holds the exchange; NULL when it was not kept
    warc_offset INTEGER,     -- of the response's record in it (or the revisit's), bytes; NULL as warc_file
    warc_length INTEGER,     -- of the response's record, bytes, compressed; NULL as warc_file
    tells_cards INTEGER NOT NULL DEFAULT 0 CHECK (tells_cards IN (0, 1)),  -- 1 when it tells which cards stand on
                             -- its page, or that none does any more; 0 for a failure, a wall in front of the page
    warc_start INTEGER,      -- of the first record of its exchanges, bytes, where redirects or other tries came before;
                             -- NULL where none did
    revisit_of INTEGER REFERENCES captures (id),  -- the capture whose record holds the content; this one's own says
                             -- only that it was the same. NULL when its record holds it
    is_rendered INTEGER NOT NULL DEFAULT 0 CHECK (is_rendered IN (0, 1)),  -- 1 when the content is what a browser has
                             -- drawn of the page, and its record a conversion of what came
    CHECK ((warc_file IS NULL) = (warc_offset IS NULL) AND (warc_file IS NULL) = (warc_length IS NULL))
) STRICT;
-- captures_by_page: the answers of a page, in their order
CREATE INDEX captures_by_page ON captures (page_id, fetched_at);
-- captures_by_look: the looks at a page, which tell what cards stand on it
CREATE INDEX captures_by_look ON captures (page_id, fetched_at) WHERE tells_cards;
-- captures_rendered: pages that a browser has drawn
CREATE INDEX captures_rendered ON captures (page_id) WHERE is_rendered;
-- captures_failed: the failures of a page, in their order
CREATE INDEX captures_failed ON captures (page_id, fetched_at) WHERE error IS NOT NULL;

-- articles: one row for each article, with its newest text
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,  -- number of the article
    source_id INTEGER REFERENCES sources (id),  -- of the page that first gave it; NULL when added without an address
    url TEXT NOT NULL UNIQUE,  -- a believed canonical address, else the one after redirects; urn:sha256: and a digest
                             -- of the text for an article added without an address
    canonical_url TEXT,      -- what its page declares, believed or not; NULL when it declares none
    kind TEXT NOT NULL CHECK (kind IN ('article', 'liveblog', 'gallery')),  -- what its page is
    title TEXT,              -- cleaned: no outlet name, no kicker; NULL when the page has none
    headline TEXT,           -- the heading as the page shows it; NULL when it shows none
    byline TEXT,             -- the credit line as printed: By Ines Calloway in Port Lacey; NULL when there is none
    lead TEXT,               -- the standfirst, not repeated in the body; NULL when there is none
    body TEXT,               -- plain text of the blocks, a blank line between them; no teasers, no captions; NULL when
                             -- there is no text
    language TEXT,           -- BCP 47 primary subtag: fr; NULL when it cannot be told
    section TEXT,            -- the site's own section, as it is printed: Économie; NULL when the page names none
    site_name TEXT,          -- what the site calls itself; NULL when its page does not say
    image_url TEXT,          -- of the main picture; NULL when there is none, or a placeholder without an address
    is_paywalled INTEGER CHECK (is_paywalled IN (0, 1)),  -- NULL when the page does not tell
    published TEXT,          -- ISO 8601 in the publisher's own offset (2025-07-14T06:05:00+01:00), or a bare day where
                             -- the page names no time; NULL when it names no day
    published_at TEXT,       -- the same moment in UTC; NULL for a bare day
    published_day TEXT,      -- the publisher's own day: 2025-07-14; NULL when the page names none
    modified TEXT,           -- as published, of the last change that the page declares; NULL when it declares none
    modified_at TEXT,        -- the same moment in UTC; NULL for a bare day
    modified_day TEXT,       -- the publisher's own day; NULL when the page declares no change
    word_count INTEGER NOT NULL,  -- words of the body; pairs of letters in scripts without spaces
    text_digest TEXT NOT NULL,  -- sha256: and the hex digest of title, lead and body: equal means the same text
    first_seen TEXT NOT NULL,  -- UTC, when it was first fetched
    last_seen TEXT NOT NULL,  -- UTC, when a page that had changed was last read and gave it, or a record of a WARC
                             -- file showed it; while a crawl finds its page unchanged only pages.last_fetched_at moves
    parser_version INTEGER,  -- of the parser that read this text; NULL when not known
    evidence TEXT NOT NULL,  -- JSON array of the winners (view evidence); long values are cut at 1,000 characters
    page_id INTEGER REFERENCES pages (id),  -- the page that this text was read from; NULL when added by hand
    capture_id INTEGER REFERENCES captures (id),  -- the newest capture that it was read from; NULL when added by hand
    title_key TEXT,          -- the title without case and accents: a page that moves and keeps it shows the same
                             -- article; NULL without a title
    record_digest TEXT NOT NULL,  -- of all fields that a page gives: equal means nothing to write
    url_day TEXT,            -- the day that its address names (/2025/08/11/, -20250811): sometimes the one on which a
                             -- draft was begun; NULL where it names none
    simhash INTEGER,         -- 64 bits as a signed number: texts that share most words of lead and body differ in few
                             -- bits; NULL for a text of fewer than 30 words
    has_unspaced INTEGER NOT NULL DEFAULT 0 CHECK (has_unspaced IN (0, 1))  -- 1 when title, lead or body has letters of
                             -- a script without spaces between words, as Chinese, Japanese and Thai
) STRICT;
-- articles_by_day: the articles of a source by day: publication_calendar, coverage_gaps
CREATE INDEX articles_by_day ON articles (source_id, published_day);
-- articles_by_arrival: the newest articles of a source
CREATE INDEX articles_by_arrival ON articles (source_id, first_seen);
-- articles_by_published: the newest articles of all sources, by their publishers' days
CREATE INDEX articles_by_published ON articles (published_day, published_at);
-- articles_facts: what a search narrows and counts by, without reading the texts
CREATE INDEX articles_facts ON articles (id, published_day, language, section, source_id);
-- articles_unspaced: articles in scripts without spaces between words, which the full text does not cut into words
CREATE INDEX articles_unspaced ON articles (id) WHERE has_unspaced;

-- evidence_kinds: each way in which a field has been found: which field, where on the page, by which rule
CREATE TABLE evidence_kinds (
    id INTEGER PRIMARY KEY,  -- number of the kind; it stays when no article has it any more
    field TEXT NOT NULL,     -- title, published, byline, …
    source TEXT NOT NULL,    -- where on the page: json-ld, meta article:published_time, text, …
    rule TEXT NOT NULL,      -- which rule of the parser
    UNIQUE (field, source, rule)
) STRICT;

-- article_evidence: in which way each field of an article was found, kept beside articles.evidence by triggers, so that
-- ways are counted without reading it; the view evidence has both in one
CREATE TABLE article_evidence (
    kind_id INTEGER NOT NULL REFERENCES evidence_kinds (id),  -- the way
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- the article
    position INTEGER NOT NULL,  -- its place in articles.evidence, from 0
    PRIMARY KEY (kind_id, article_id, position)
) STRICT, WITHOUT ROWID;
-- article_evidence_by_article: the ways of an article, in their order
CREATE UNIQUE INDEX article_evidence_by_article ON article_evidence (article_id, position);
CREATE TRIGGER articles_evidence_insert AFTER INSERT ON articles BEGIN
    INSERT INTO evidence_kinds (field, source, rule)
    SELECT e.value ->> 'field', e.value ->> 'source', e.value ->> 'rule' FROM json_each(new.evidence) AS e WHERE true
    ON CONFLICT DO NOTHING;
    INSERT INTO article_evidence (kind_id, article_id, position)
    SELECT k.id, new.id, e.key FROM json_each(new.evidence) AS e
    CROSS JOIN evidence_kinds AS k ON k.field = e.value ->> 'field' AND k.source = e.value ->> 'source'
        AND k.rule = e.value ->> 'rule';
END;
CREATE TRIGGER articles_evidence_delete BEFORE DELETE ON articles BEGIN
    DELETE FROM article_evidence WHERE article_id = old.id;
END;
CREATE TRIGGER articles_evidence_update AFTER UPDATE OF evidence ON articles WHEN old.evidence IS NOT new.evidence BEGIN
    DELETE FROM article_evidence WHERE article_id = old.id;
    INSERT INTO evidence_kinds (field, source, rule)
    SELECT e.value ->> 'field', e.value ->> 'source', e.value ->> 'rule' FROM json_each(new.evidence) AS e WHERE true
    ON CONFLICT DO NOTHING;
    INSERT INTO article_evidence (kind_id, article_id, position)
    SELECT k.id, new.id, e.key FROM json_each(new.evidence) AS e
    CROSS JOIN evidence_kinds AS k ON k.field = e.value ->> 'field' AND k.source = e.value ->> 'source'
        AND k.rule = e.value ->> 'rule';
END;

-- article_keys: what articles are known by, to find which one a card promotes
CREATE TABLE article_keys (
    match_key TEXT NOT NULL,  -- an address without scheme, www., AMP and closing slash: of the article, of a page that
                             -- shows it, of where that redirected to; or title: and the words of a title or headline
                             -- that it ever had, without case and accents
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- the article
    PRIMARY KEY (match_key, article_id)
) STRICT, WITHOUT ROWID;
-- article_keys_by_article: what an article is known by
CREATE INDEX article_keys_by_article ON article_keys (article_id);

-- revision_log: which texts an article had, oldest first; two in a row always differ. The texts themselves are in the
-- view revisions
CREATE TABLE revision_log (
    id INTEGER PRIMARY KEY,  -- number of the row
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- whose text
    number INTEGER NOT NULL,  -- 1 for the first text; one going back to an earlier text is a revision of its own
    capture_id INTEGER REFERENCES captures (id),  -- the first capture with this text; NULL when added by hand
    cause TEXT NOT NULL CHECK (cause IN ('first', 'publisher', 'parser')),  -- first: the first text; publisher: the
                             -- page changed; parser: it was read differently (a newer parser, another address), or
                             -- the page may have changed as well: nothing was kept to tell the two apart by
    seen_at TEXT NOT NULL,   -- UTC, when the capture was fetched; for the cause parser, when it was read again
    text_digest TEXT NOT NULL,  -- of its text, as in articles: that of the article itself, or of one of past_texts
    parser_version INTEGER,  -- of the parser that read it; NULL when not known
    word_count INTEGER NOT NULL,  -- words of the body
    paragraphs_added INTEGER,  -- blocks of the body that the one before had not: new ones, and each that was edited;
                             -- NULL for the first text
    paragraphs_removed INTEGER,  -- blocks that the one before had and this one has not; NULL for the first text
    UNIQUE (article_id, number)
) STRICT;

-- past_texts: the texts that articles had and have no longer, each once; the one that an article has is in articles
-- alone
CREATE TABLE past_texts (
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- whose text
    text_digest TEXT NOT NULL,  -- as in articles
    title TEXT,              -- as in articles, NULL too
    lead TEXT,               -- as in articles, NULL too
    body TEXT,               -- as in articles, NULL too
    PRIMARY KEY (article_id, text_digest)
) STRICT, WITHOUT ROWID;

-- revision_diffs: what each revision changed, one row for each run of words that differs from the one before
CREATE TABLE revision_diffs (
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- the article
    number INTEGER NOT NULL,  -- of the revision, from 2: what it changed of the one before it
    field TEXT NOT NULL,     -- title, lead or body
    position INTEGER NOT NULL,  -- order in the field, from 0
    op TEXT NOT NULL CHECK (op IN ('insert', 'delete', 'replace')),  -- what was done to the words
    old_start INTEGER NOT NULL,  -- character of the old text at which its words begin, or before which the new ones
                             -- were put in; from 0
    new_start INTEGER NOT NULL,  -- character of the new text at which its words begin, or before which the old ones
                             -- stood; from 0
    old_words TEXT NOT NULL,  -- what stood there; empty for insert
    new_words TEXT NOT NULL,  -- what stands there now; empty for delete
    PRIMARY KEY (article_id, number, field, position)
) STRICT, WITHOUT ROWID;

-- article_sketches: what near-identical texts are found by
CREATE TABLE article_sketches (
    sketch INTEGER NOT NULL,  -- one of the eight smallest hashes of three words in a row, of lead and body
    article_id INTEGER NOT NULL,  -- the article
    simhash INTEGER NOT NULL,  -- as in articles
    PRIMARY KEY (sketch, article_id)
) STRICT, WITHOUT ROWID;

-- similar_articles: pairs of articles whose texts are near-identical, each once; of a text that comes again and again,
-- as a forecast does, the pairs with the 20 nearest
CREATE TABLE similar_articles (
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- the one with the lower number
    other_id INTEGER NOT NULL REFERENCES articles (id),  -- the other one
    distance INTEGER NOT NULL,  -- in how many bits of 64 their simhashes differ: 18 at most
    PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
-- similar_articles_by_other: the near-identical ones of an article, whichever of the two came first
CREATE INDEX similar_articles_by_other ON similar_articles (other_id);

-- cluster_members: articles that pairs of near-identical ones connect
CREATE TABLE cluster_members (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),  -- the article
    cluster_id INTEGER NOT NULL  -- the lowest number of an article that it is connected with, or its own
) STRICT;
-- cluster_members_by_cluster: the articles of a cluster
CREATE INDEX cluster_members_by_cluster ON cluster_members (cluster_id);

-- authors: names out of bylines, one row for each spelling
CREATE TABLE authors (
    id INTEGER PRIMARY KEY,  -- number of the author
    name TEXT NOT NULL UNIQUE  -- a person, an agency or an outlet, as printed
) STRICT;

-- article_authors: who wrote what
CREATE TABLE article_authors (
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- the article
    author_id INTEGER NOT NULL REFERENCES authors (id),  -- the author
    position INTEGER NOT NULL,  -- in the byline, from 0
    role TEXT,               -- as the page prints it: Senior Reporter; NULL when it prints none
    affiliation TEXT,        -- whom they write for: AFP; NULL when the page does not say
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
-- article_authors_by_author: what an author wrote
CREATE INDEX article_authors_by_author ON article_authors (author_id);

-- tags: keywords that pages give their articles
CREATE TABLE tags (
    id INTEGER PRIMARY KEY,  -- number of the tag
    name TEXT NOT NULL UNIQUE  -- the keyword as printed: Tidal power
) STRICT;

-- article_tags: which article has which tag
CREATE TABLE article_tags (
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- the article
    tag_id INTEGER NOT NULL REFERENCES tags (id),  -- the tag
    position INTEGER NOT NULL,  -- on the page, from 0
    PRIMARY KEY (article_id, tag_id)
) STRICT, WITHOUT ROWID;
-- article_tags_by_tag: what has a tag
CREATE INDEX article_tags_by_tag ON article_tags (tag_id);

-- alternates: the same page in other languages, as its article declares them
CREATE TABLE alternates (
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- the article that declares it
    position INTEGER NOT NULL,  -- on the page, from 0
    language TEXT NOT NULL,  -- as declared, in lower case: fr, pt-br; x-default for readers of all other languages
    url TEXT NOT NULL,       -- the address of the page in that language
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
-- alternates_by_url: which articles name an address as theirs in another language
CREATE INDEX alternates_by_url ON alternates (url);

-- images: pictures of the articles themselves, and the slots where one should be
CREATE TABLE images (
    id INTEGER PRIMARY KEY,  -- number of the picture
    article_id INTEGER NOT NULL REFERENCES articles (id),  -- the article
    position INTEGER NOT NULL,  -- in the article, from 0
    url TEXT,                -- the real address behind lazy loading; NULL when the slot holds none
    alt TEXT,                -- the text for those who cannot see it; NULL when there is none
    caption TEXT,            -- the line below it; NULL when there is none
    credit TEXT,             -- whose picture it is: AFP/Jean Roux; NULL when the page does not say
    role TEXT NOT NULL CHECK (role IN ('main', 'inline')),  -- main: the one above the text
    status TEXT NOT NULL CHECK (status IN ('present', 'placeholder', 'missing', 'none', 'unknown')),  -- placeholder: a
                             -- generic picture or a text in its place; missing: a slot with no address
    placeholder_text TEXT,   -- the text in its place: Image Not Found; NULL when there is none
    UNIQUE (article_id, position)
) STRICT;
-- images_unfit: slots of articles without a proper picture: placeholder_images
CREATE INDEX images_unfit ON images (status) WHERE status IN ('placeholder', 'missing');

-- cards: the distinct teasers, each kept once wherever and however often it stood
CREATE TABLE cards (
    id INTEGER PRIMARY KEY,  -- number of the card
    digest TEXT NOT NULL UNIQUE,  -- of all its fields
    title TEXT,              -- the headline it shows; NULL when all that is left is a picture slot
    kicker TEXT,             -- the word or two before the headline; NULL when there is none
    url TEXT,                -- what it links to, as resolved on the page; NULL when it has no link
    excerpt TEXT,            -- the short summary, without its ellipsis; NULL when there is none
    byline TEXT,             -- who wrote it, as printed; NULL when the card does not say
    published TEXT,          -- as in articles; NULL when the card shows no date
    image_url TEXT,          -- the real address behind lazy loading; NULL when there is none
    image_alt TEXT,          -- the text for those who cannot see it; NULL when there is none
    image_status TEXT NOT NULL CHECK (image_status IN ('present', 'placeholder', 'missing', 'none', 'unknown')),  -- as
                             -- in images; none: no slot; unknown: the page survives as text only
    placeholder_text TEXT,   -- the text where the picture should be: Image Not Found; NULL when there is none
    article_id INTEGER REFERENCES articles (id),  -- the archived article that it promotes; NULL while there is none
    match_key TEXT           -- what it is resolved by, as in article_keys: of its address, else of its title; NULL for
                             -- a bare placeholder
) STRICT;
-- cards_by_match: the cards that a new article may be promoted by
CREATE INDEX cards_by_match ON cards (match_key);
-- cards_by_article: the cards that promote an article
CREATE INDEX cards_by_article ON cards (article_id) WHERE article_id IS NOT NULL;
-- cards_unfit: cards without a proper picture: placeholder_images
CREATE INDEX cards_unfit ON cards (image_status) WHERE image_status IN ('placeholder', 'missing');

-- placements: where each card stood, and how long
CREATE TABLE placements (
    id INTEGER PRIMARY KEY,  -- number of the placement; teasers.id
    card_id INTEGER NOT NULL REFERENCES cards (id),  -- the card
    page_id INTEGER NOT NULL REFERENCES pages (id),  -- the page it stood on
    region TEXT NOT NULL CHECK (region IN ('before', 'inline', 'after', 'aside', 'nav', 'listing')),  -- where on the
                             -- page, seen from the article
    block INTEGER NOT NULL,  -- the block of cards, from 1
    block_heading TEXT,      -- printed above the block: Most read; NULL when nothing is
    position INTEGER NOT NULL,  -- order on the page, from 0
    first_seen TEXT NOT NULL,  -- UTC, of the first capture that showed it there
    ended_at TEXT,           -- UTC, of the capture that showed it no longer there; NULL while it stands
    last_seen TEXT,          -- UTC, when it was last seen there; NULL while it stands: the page's last_fetched_at;
                             -- known of an open one while a log-in wall or an error page stands in the way
    first_capture_id INTEGER REFERENCES captures (id),  -- the first capture that showed it; NULL when added by hand
    last_capture_id INTEGER REFERENCES captures (id)  -- the newest capture that showed it, noted when it ended; the
                             -- first while it stands; NULL when added by hand
) STRICT;
-- placements_by_page: what stands on a page now, and what stood there
CREATE INDEX placements_by_page ON placements (page_id, ended_at);
-- placements_by_card: where a card stood
CREATE INDEX placements_by_card ON placements (card_id);

-- articles_fts: full text of articles, accents folded; its rowid is articles.id
CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, lead, body, byline,
    content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3'
);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, lead, body, byline)
    VALUES (new.id, new.title, new.lead, new.body, new.byline);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, lead, body, byline)
    VALUES ('delete', old.id, old.title, old.lead, old.body, old.byline);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, lead, body, byline ON articles
WHEN old.title IS NOT new.title OR old.lead IS NOT new.lead OR old.body IS NOT new.body OR old.byline IS NOT new.byline
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, lead, body, byline)
    VALUES ('delete', old.id, old.title, old.lead, old.body, old.byline);
    INSERT INTO articles_fts (rowid, title, lead, body, byline)
    VALUES (new.id, new.title, new.lead, new.body, new.byline);
END;

-- teasers_fts: full text of cards, accents folded; its rowid is cards.id, which is teasers.card_id
CREATE VIRTUAL TABLE teasers_fts USING fts5(
    title, kicker, excerpt, byline,
    content='cards', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER teasers_fts_insert AFTER INSERT ON cards BEGIN
    INSERT INTO teasers_fts (rowid, title, kicker, excerpt, byline)
    VALUES (new.id, new.title, new.kicker, new.excerpt, new.byline);
END;
CREATE TRIGGER teasers_fts_delete AFTER DELETE ON cards BEGIN
    INSERT INTO teasers_fts (teasers_fts, rowid, title, kicker, excerpt, byline)
    VALUES ('delete', old.id, old.title, old.kicker, old.excerpt, old.byline);
END;
CREATE TRIGGER teasers_fts_update AFTER UPDATE OF title, kicker, excerpt, byline ON cards BEGIN
    INSERT INTO teasers_fts (teasers_fts, rowid, title, kicker, excerpt, byline)
    VALUES ('delete', old.id, old.title, old.kicker, old.excerpt, old.byline);
    INSERT INTO teasers_fts (rowid, title, kicker, excerpt, byline)
    VALUES (new.id, new.title, new.kicker, new.excerpt, new.byline);
END;

-- teasers: cards and where they stood, one row for each time that a card stood in a place
CREATE VIEW teasers (
    id,                      -- number of the placement
    page_id,                 -- the page it stood on
    position,                -- order on the page, from 0
    region,                  -- before, inline, after, aside, nav or listing: where on the page, seen from the article
    block,                   -- the block of cards, from 1
    block_heading,           -- printed above the block: Most read
    title,                   -- the headline it shows
    kicker,                  -- the word or two before the headline
    url,                     -- what it links to; NULL when it has no link
    excerpt,                 -- the short summary, without its ellipsis
    published,               -- as printed on the card, ISO 8601
    image_url,               -- the real address behind lazy loading
    image_alt,               -- the text for those who cannot see it
    image_status,            -- present, placeholder, missing, none or unknown
    placeholder_text,        -- the text where the picture should be: Image Not Found
    article_id,              -- the archived article that it promotes; NULL while there is none
    first_seen,              -- UTC, when it was first seen there
    last_seen,               -- UTC, when it was last seen there; while it stands, when its page was last fetched
    byline,                  -- as printed on the card
    is_current,              -- 1 while it stands there
    card_id                  -- the distinct card; rowid of teasers_fts
) AS
SELECT
    pl.id, pl.page_id, pl.position, pl.region, pl.block, pl.block_heading, c.title, c.kicker, c.url, c.excerpt,
    c.published, c.image_url, c.image_alt, c.image_status, c.placeholder_text, c.article_id, pl.first_seen,
    coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen), c.byline, pl.ended_at IS NULL, c.id
FROM placements AS pl
JOIN cards AS c ON c.id = pl.card_id
JOIN pages AS p ON p.id = pl.page_id;

-- revisions: the texts that an article had, oldest first; two in a row always differ
CREATE VIEW revisions (
    id,                      -- number of the revision
    article_id,              -- whose text
    number,                  -- 1 for the first text; one going back to an earlier text is a revision of its own
    capture_id,              -- the first capture with this text; NULL when added by hand
    cause,                   -- first: the first text; publisher: the page changed; parser: it was read differently (a
                             -- newer parser, another address), or it cannot be told which
    seen_at,                 -- UTC, when the capture was fetched; for the cause parser, when it was read again
    title,                   -- as in articles
    lead,                    -- as in articles
    body,                    -- as in articles
    text_digest,             -- as in articles
    parser_version,          -- of the parser that read it; NULL when not known
    word_count               -- words of the body
) AS
SELECT
    l.id, l.article_id, l.number, l.capture_id, l.cause, l.seen_at,
    (
        SELECT a.title FROM articles AS a WHERE a.id = l.article_id AND a.text_digest = l.text_digest
        UNION ALL
        SELECT t.title FROM past_texts AS t WHERE t.article_id = l.article_id AND t.text_digest = l.text_digest
    ),
    (
        SELECT a.lead FROM articles AS a WHERE a.id = l.article_id AND a.text_digest = l.text_digest
        UNION ALL
        SELECT t.lead FROM past_texts AS t WHERE t.article_id = l.article_id AND t.text_digest = l.text_digest
    ),
    (
        SELECT a.body FROM articles AS a WHERE a.id = l.article_id AND a.text_digest = l.text_digest
        UNION ALL
        SELECT t.body FROM past_texts AS t WHERE t.article_id = l.article_id AND t.text_digest = l.text_digest
    ),
    l.text_digest, l.parser_version, l.word_count
FROM revision_log AS l;

-- evidence: where each field of each article came from, winners only; archiver explain tells what lost
CREATE VIEW evidence (
    article_id,              -- the article
    field,                   -- title, published, byline, …
    value,                   -- what was made of it, as text
    raw,                     -- what the page holds, untouched
    source,                  -- where on the page: json-ld, meta article:published_time, text, …
    rule,                    -- which rule of the parser
    position                 -- order within the article, from 0
) AS
SELECT
    w.article_id, k.field,
    (SELECT json_extract(a.evidence, '$[' || w.position || '].value') FROM articles AS a WHERE a.id = w.article_id),
    (SELECT json_extract(a.evidence, '$[' || w.position || '].raw') FROM articles AS a WHERE a.id = w.article_id),
    k.source, k.rule, w.position
FROM article_evidence AS w
JOIN evidence_kinds AS k ON k.id = w.kind_id;

-- article_list: articles at a glance
CREATE VIEW article_list (
    article_id,              -- the article
    source,                  -- name of its source, or the host; NULL where it was added without an address
    url,                     -- the article's address
    title,                   -- cleaned: no outlet name, no kicker
    authors,                 -- names in the order of the byline, a comma between them
    published_day,           -- the publisher's own day
    published,               -- ISO 8601 in the publisher's own offset, or the day
    language,                -- BCP 47 primary subtag
    section,                 -- the site's own section
    word_count,              -- words of the body
    first_seen               -- UTC, when it was first fetched
) AS
SELECT
    a.id, coalesce(s.name, s.host), a.url, a.title,
    (
        SELECT group_concat(ordered.name, ', ') FROM (
            SELECT au.name FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
            WHERE aa.article_id = a.id ORDER BY aa.position
        ) AS ordered
    ),
    a.published_day, a.published, a.language, a.section, a.word_count, a.first_seen
FROM articles AS a
LEFT JOIN sources AS s ON s.id = a.source_id;

-- teaser_placements: who promotes what, where and for how long
CREATE VIEW teaser_placements (
    teaser_id,               -- the placement: teasers.id
    source,                  -- name of the source whose page shows it, or the host
    page_url,                -- the page that shows it
    region,                  -- before, inline, after, aside, nav or listing
    block_heading,           -- printed above the block: Most read
    position,                -- order on the page, from 0
    title,                   -- the headline it shows
    url,                     -- what it links to
    article_id,              -- the archived article that it promotes; NULL while there is none
    article_title,           -- what that article's own title is
    image_status,            -- present, placeholder, missing, none or unknown
    first_seen,              -- UTC, when it was first seen there
    last_seen,               -- UTC, when it was last seen there
    hours_shown,             -- between the two: it stood there at least so long
    is_current               -- 1 while it stands there
) AS
SELECT
    pl.id, coalesce(s.name, s.host), p.url, pl.region, pl.block_heading, pl.position, c.title, c.url, c.article_id,
    a.title, c.image_status, pl.first_seen, coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen),
    round(
        (julianday(coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen)) - julianday(pl.first_seen)) * 24, 2
    ),
    pl.ended_at IS NULL
FROM placements AS pl
JOIN cards AS c ON c.id = pl.card_id
JOIN pages AS p ON p.id = pl.page_id
LEFT JOIN sources AS s ON s.id = p.source_id
LEFT JOIN articles AS a ON a.id = c.article_id;

-- translations: articles and the same in other languages, as far as they are archived
CREATE VIEW translations (
    article_id,              -- the article that declares the other one
    url,                     -- the address of the article
    language,                -- the language of the article
    title,                   -- the title of the article
    other_language,          -- as declared: fr, pt-br, x-default
    other_url,               -- what is declared
    other_article_id,        -- the archived article at that address; NULL while there is none
    other_title              -- the title of that article
) AS
SELECT a.id, a.url, a.language, a.title, alt.language, alt.url, b.id, b.title
FROM alternates AS alt
JOIN articles AS a ON a.id = alt.article_id
LEFT JOIN articles AS b ON b.id = coalesce(
    (SELECT o.id FROM articles AS o WHERE o.url = alt.url), (SELECT p.article_id FROM pages AS p WHERE p.url = alt.url)
);

-- promotions: the graph of who promotes whom: one row for each article whose pages showed cards of another one
CREATE VIEW promotions (
    source_article_id,       -- the article that promotes: one of its pages shows the cards; lists promote in
                             -- teaser_placements only
    source_url,              -- the address of the article that promotes
    source_title,            -- the title of the article that promotes
    source,                  -- name of its source, or the host
    target_article_id,       -- the article that is promoted; the same one where a page promotes itself
    target_url,              -- the address of the article that is promoted
    target_title,            -- its own title, whatever the cards say
    target_source,           -- name of its source, or the host
    regions,                 -- where on the pages, a comma between: aside, inline
    placements,              -- how many times a card of it came to stand in a place
    first_seen,              -- UTC, when a card of it was first seen there
    last_seen,               -- UTC, when one was last seen there
    is_current               -- 1 while one stands there
) AS
SELECT
    edge.source_article_id, a.url, a.title, coalesce(s.name, s.host), edge.target_article_id, b.url, b.title,
    coalesce(t.name, t.host), edge.regions, edge.placements, edge.first_seen, edge.last_seen, edge.is_current
FROM (
    SELECT
        p.article_id AS source_article_id, c.article_id AS target_article_id,
        group_concat(DISTINCT pl.region) AS regions, count(*) AS placements, min(pl.first_seen) AS first_seen,
        max(coalesce(pl.last_seen, p.last_fetched_at, pl.first_seen)) AS last_seen,
        max(pl.ended_at IS NULL) AS is_current
    FROM placements AS pl
    JOIN pages AS p ON p.id = pl.page_id
    JOIN cards AS c ON c.id = pl.card_id
    WHERE p.article_id IS NOT NULL AND c.article_id IS NOT NULL
    GROUP BY p.article_id, c.article_id
) AS edge
JOIN articles AS a ON a.id = edge.source_article_id
JOIN articles AS b ON b.id = edge.target_article_id
LEFT JOIN sources AS s ON s.id = a.source_id
LEFT JOIN sources AS t ON t.id = b.source_id;

-- placeholder_images: slots without a proper picture, of articles and of cards
CREATE VIEW placeholder_images (
    source,                  -- name of the source whose page shows it, or the host
    page_url,                -- the page that shows it
    slot,                    -- article: a picture of the article itself; teaser: the picture of a card
    teaser_id,               -- teasers.id; NULL for the slot of an article
    article_id,              -- the article whose picture it is; for a card the one that it promotes, if archived
    image_status,            -- placeholder: a generic picture or a text in its place; missing: a slot with no address
    placeholder_text,        -- the text in its place: Image Not Found
    image_url,               -- of the generic picture
    first_seen,              -- UTC, when the card was first seen there; for the slot of an article, when that was
                             -- first fetched
    is_current               -- 1 while the card stands there; 1 for the slot of an article
) AS
SELECT
    coalesce(s.name, s.host), coalesce(p.url, a.url), 'article', NULL, a.id, i.status, i.placeholder_text, i.url,
    a.first_seen, 1
FROM images AS i
JOIN articles AS a ON a.id = i.article_id
LEFT JOIN pages AS p ON p.id = a.page_id
LEFT JOIN sources AS s ON s.id = a.source_id
WHERE i.status IN ('placeholder', 'missing')
UNION ALL
SELECT
    coalesce(s.name, s.host), p.url, 'teaser', pl.id, c.article_id, c.image_status, c.placeholder_text, c.image_url,
    pl.first_seen, pl.ended_at IS NULL
FROM cards AS c
JOIN placements AS pl ON pl.card_id = c.id
JOIN pages AS p ON p.id = pl.page_id
LEFT JOIN sources AS s ON s.id = p.source_id
WHERE c.image_status IN ('placeholder', 'missing');

-- headline_changes: titles that a publisher changed
CREATE VIEW headline_changes (
    article_id,              -- the article
    url,                     -- its address
    source,                  -- name of its source, or the host
    old_title,               -- the title before
    new_title,               -- the title after
    changed_at               -- UTC, when the new one was first fetched
) AS
SELECT a.id, a.url, coalesce(s.name, s.host), old.title, new.title, new.seen_at
FROM revision_diffs AS d
JOIN revisions AS new ON new.article_id = d.article_id AND new.number = d.number
JOIN revisions AS old ON old.article_id = d.article_id AND old.number = d.number - 1
JOIN articles AS a ON a.id = d.article_id
LEFT JOIN sources AS s ON s.id = a.source_id
WHERE d.field = 'title' AND d.position = 0 AND new.cause = 'publisher';

-- revision_changes: what each revision changed of the one before it
CREATE VIEW revision_changes (
    article_id,              -- the article
    number,                  -- of the revision, from 2
    cause,                   -- publisher: the page changed; parser: it was read differently
    seen_at,                 -- UTC, as in revisions
    title_changed,           -- 1 when the title differs
    lead_changed,            -- 1 when the lead differs
    body_changed,            -- 1 when the body differs
    words_before,            -- words of the body before it
    words_after,             -- words of the body after it
    paragraphs_added,        -- blocks of the body that the one before had not: new ones, and each that was edited
    paragraphs_removed       -- blocks that the one before had and this one has not
) AS
SELECT
    new.article_id, new.number, new.cause, new.seen_at,
    EXISTS (
        SELECT 1 FROM revision_diffs AS d
        WHERE d.article_id = new.article_id AND d.number = new.number AND d.field = 'title'
    ),
    EXISTS (
        SELECT 1 FROM revision_diffs AS d
        WHERE d.article_id = new.article_id AND d.number = new.number AND d.field = 'lead'
    ),
    EXISTS (
        SELECT 1 FROM revision_diffs AS d
        WHERE d.article_id = new.article_id AND d.number = new.number AND d.field = 'body'
    ),
    old.word_count, new.word_count, new.paragraphs_added, new.paragraphs_removed
FROM revision_log AS new
JOIN revision_log AS old ON old.article_id = new.article_id AND old.number = new.number - 1;

-- near_duplicates: pairs of articles whose lead and body are near-identical, whatever their titles say
CREATE VIEW near_duplicates (
    article_id,              -- the one that was archived first
    title,                   -- the title of that article
    source,                  -- name of its source, or the host
    published_day,           -- the publisher's own day
    other_article_id,        -- the one that came later
    other_title,             -- the title of the other one
    other_source,            -- name of its source, or the host
    other_published_day,     -- the publisher's own day
    distance,                -- in how many bits of 64 their simhashes differ: 0 for the same words, 18 at most
    cluster_id               -- as in story_clusters
) AS
SELECT
    a.id, a.title, coalesce(s.name, s.host), a.published_day, b.id, b.title, coalesce(t.name, t.host), b.published_day,
    pair.distance, m.cluster_id
FROM similar_articles AS pair
JOIN articles AS a ON a.id = pair.article_id
JOIN articles AS b ON b.id = pair.other_id
JOIN cluster_members AS m ON m.article_id = pair.article_id
LEFT JOIN sources AS s ON s.id = a.source_id
LEFT JOIN sources AS t ON t.id = b.source_id;

-- story_clusters: articles that are near-identical to others, with a number for those that belong together
CREATE VIEW story_clusters (
    cluster_id,              -- number of the cluster, to group by: that of the article that was archived first
    article_id,              -- one of its articles
    url,                     -- the address of the article
    title,                   -- the title of the article
    source,                  -- name of its source, or the host
    published_day,           -- the publisher's own day
    published_at,            -- UTC, when that was; NULL for a bare day
    first_seen               -- UTC, when it was first fetched
) AS
SELECT
    m.cluster_id, a.id, a.url, a.title, coalesce(s.name, s.host), a.published_day, a.published_at, a.first_seen
FROM cluster_members AS m
JOIN articles AS a ON a.id = m.article_id
LEFT JOIN sources AS s ON s.id = a.source_id;

-- publication_calendar: articles a day, by source
CREATE VIEW publication_calendar (
    source,                  -- name of the source, or the host
    day,                     -- the publisher's own day
    articles                 -- how many of that day the archive holds
) AS
SELECT coalesce(s.name, s.host), a.published_day, count(*)
FROM articles AS a
LEFT JOIN sources AS s ON s.id = a.source_id
WHERE a.published_day IS NOT NULL
GROUP BY a.source_id, a.published_day;

-- coverage_gaps: days without an article that are of weekdays on which the source usually has one; what it published
-- then may be missing from the archive, or the source kept silent. An article that is dated more than a day ahead of
-- the last look at its source fills no gap
CREATE VIEW coverage_gaps (
    source,                  -- name of the source, or the host
    first_day,               -- of the days in a row without an article, as the publisher counts days
    last_day,                -- of them; in a gap that is still open, the day before the source was last looked at
    days,                    -- how many they are
    usual_days,              -- how many of them are of a weekday on which the source had an article in at least three
                             -- of the four weeks before the gap: the more, the less by chance
    is_open                  -- 1 when nothing has been published since
) AS
WITH looks (source_id, day) AS MATERIALIZED (
    SELECT source_id, substr(max(last_fetched_at), 1, 10) FROM pages WHERE state = 'ok' GROUP BY source_id
),
published (source_id, day, next_day, last_look) AS (
    SELECT
        d.source_id, d.published_day,
        lead(d.published_day) OVER (PARTITION BY d.source_id ORDER BY d.published_day), l.day
    FROM (SELECT DISTINCT source_id, published_day FROM articles WHERE published_day IS NOT NULL) AS d
    LEFT JOIN looks AS l ON l.source_id = d.source_id
    WHERE l.day IS NULL OR d.published_day <= date(l.day, '+1 day')
),
pauses (source_id, day, days, is_open) AS (
    SELECT
        b.source_id, b.day, CAST(julianday(coalesce(b.next_day, b.last_look)) - julianday(b.day) AS INTEGER) - 1,
        b.next_day IS NULL
    FROM published AS b
),
weekdays (ahead) AS (VALUES (1), (2), (3), (4), (5), (6), (7))
SELECT
    coalesce(s.name, s.host), date(g.day, '+1 day'), date(g.day, g.days || ' days'), g.days,
    sum((g.days - w.ahead) / 7 + 1), g.is_open
FROM pauses AS g
JOIN weekdays AS w ON w.ahead <= g.days
JOIN sources AS s ON s.id = g.source_id
WHERE 3 <= (
    SELECT count(DISTINCT a.published_day) FROM articles AS a
    WHERE a.source_id = g.source_id AND a.published_day IN (
        date(g.day, (w.ahead - 7) || ' days'), date(g.day, (w.ahead - 14) || ' days'),
        date(g.day, (w.ahead - 21) || ' days'), date(g.day, (w.ahead - 28) || ' days')
    )
)
GROUP BY g.source_id, g.day;

-- article_edits: what publishers changed in a text after it had been published, and how late
CREATE VIEW article_edits (
    article_id,              -- the article
    source,                  -- name of its source, or the host
    url,                     -- its address
    title,                   -- the title as it is now
    number,                  -- of the revision, from 2
    edited_at,               -- UTC, when the new text was first fetched: the edit was made before that
    published,               -- ISO 8601 in the publisher's own offset, or a bare day
    hours_after,             -- to edited_at from publication, or from first_seen where the date that the page has now
                             -- is later than that: it was moved; NULL where the page names no time, and for a text
                             -- that was fetched before both, as an older file ingested later
    title_changed,           -- 1 when the title differs
    lead_changed,            -- 1 when the lead differs
    body_changed,            -- 1 when the body differs
    words_before,            -- words of the body before the edit
    words_after              -- words of the body after it
) AS
SELECT
    a.id, coalesce(s.name, s.host), a.url, a.title, c.number, c.seen_at, a.published,
    CASE WHEN c.seen_at >= min(a.published_at, a.first_seen)
        THEN round((julianday(c.seen_at) - julianday(min(a.published_at, a.first_seen))) * 24, 1) END,
    c.title_changed, c.lead_changed, c.body_changed, c.words_before, c.words_after
FROM revision_changes AS c
JOIN articles AS a ON a.id = c.article_id
LEFT JOIN sources AS s ON s.id = a.source_id
WHERE c.cause = 'publisher';

-- date_conflicts: articles whose day of publication is not the one that their address names
CREATE VIEW date_conflicts (
    article_id,              -- the article
    source,                  -- name of its source, or the host
    url,                     -- its address
    title,                   -- cleaned: no outlet name, no kicker
    published_day,           -- the publisher's own day
    url_day,                 -- the day that the address names
    days_apart,              -- from the address's day to the other one; negative when the address is ahead
    evidence_source          -- where the day of publication stood on the page: json-ld datePublished, …
) AS
SELECT
    a.id, coalesce(s.name, s.host), a.url, a.title, a.published_day, a.url_day,
    CAST(julianday(a.published_day) - julianday(a.url_day) AS INTEGER),
    (
        SELECT k.source FROM article_evidence AS w CROSS JOIN evidence_kinds AS k ON k.id = w.kind_id
        WHERE w.article_id = a.id AND k.field = 'published'
    )
FROM articles AS a
LEFT JOIN sources AS s ON s.id = a.source_id
WHERE a.url_day <> a.published_day;

-- citations: what it takes to cite a text with the capture that it was read from
CREATE VIEW citations (
    article_id,              -- the article
    number,                  -- of the revision: which of its texts
    title,                   -- the title of that text
    byline,                  -- as printed, on the newest page
    site_name,               -- what the site calls itself
    published,               -- ISO 8601 in the publisher's own offset, or a bare day
    url,                     -- the address that was read
    captured_at,             -- UTC, when that was: the date of access
    payload_digest,          -- sha256: and the hex digest of the content, decoded
    warc_file,               -- the WARC file that holds the content; NULL when it was not kept
    warc_offset,             -- of the record in it, bytes
    warc_length,             -- of the record, bytes
    parser_version           -- of the parser that read the text
) AS
SELECT
    r.article_id, r.number, r.title, a.byline, a.site_name, a.published, c.final_url, c.fetched_at, c.payload_digest,
    coalesce(k.warc_file, c.warc_file), coalesce(k.warc_offset, c.warc_offset), coalesce(k.warc_length, c.warc_length),
    r.parser_version
FROM revisions AS r
JOIN articles AS a ON a.id = r.article_id
JOIN captures AS c ON c.id = r.capture_id
LEFT JOIN captures AS k ON k.id = c.revisit_of;

-- source_health: whether each source still delivers
CREATE VIEW source_health (
    source,                  -- name of the source, or the host
    last_run_at,             -- UTC, when one of its pages was last asked for
    last_success_at,         -- UTC, when one of its pages was last received
    pages_ok,                -- pages whose last answer was good
    pages_failed,            -- pages that did not come when last asked for
    articles_7_days,         -- articles that were new in the last seven days
    last_error,              -- why a page last failed that has not come since; guessed addresses are left out, and
                             -- pages that are gone, but for the home page
    last_error_at,           -- UTC, when it did
    source_id                -- the source
) AS
SELECT
    coalesce(s.name, s.host),
    (
        SELECT max(at) FROM (
            SELECT max(p.last_fetched_at) AS at FROM pages AS p WHERE p.source_id = s.id
            UNION ALL
            SELECT max(c.fetched_at) FROM captures AS c JOIN pages AS p ON p.id = c.page_id
            WHERE p.source_id = s.id AND c.error IS NOT NULL
        )
    ),
    (SELECT max(p.last_fetched_at) FROM pages AS p WHERE p.source_id = s.id AND p.state IN ('ok', 'failed')),
    (SELECT count(*) FROM pages AS p WHERE p.source_id = s.id AND p.state = 'ok'),
    (SELECT count(*) FROM pages AS p WHERE p.source_id = s.id AND p.state = 'failed'),
    (
        SELECT count(*) FROM articles AS a
        WHERE a.source_id = s.id AND a.first_seen >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-7 days')
    ),
    e.error,
    e.fetched_at,
    s.id
FROM sources AS s
LEFT JOIN captures AS e ON e.id = (
    SELECT c.id FROM captures AS c JOIN pages AS p ON p.id = c.page_id
    WHERE p.source_id = s.id AND c.error IS NOT NULL AND p.state <> 'ok'
        AND (p.state <> 'gone' OR p.url = s.home_url) AND coalesce(p.reason, '') <> 'wrong-guess'
    ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1
);
