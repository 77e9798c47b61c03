-- Takes the texts of others out of an archive that is to be published, for good: what is left are facts about articles
-- (address, title, names, days, counts), and that an article changed, but not what it said.
UPDATE articles SET lead = NULL, body = NULL;
UPDATE articles SET evidence = (
    SELECT json_group_array(json(value)) FROM json_each(articles.evidence)
    WHERE json_extract(value, '$.field') NOT IN ('lead', 'body')
);
UPDATE past_texts SET lead = NULL, body = NULL;
UPDATE revision_diffs SET old_words = '', new_words = '' WHERE field <> 'title';
UPDATE cards SET excerpt = NULL;
UPDATE images SET alt = NULL, caption = NULL;
-- 'archiver check' does not miss what it knows to be taken out
INSERT OR REPLACE INTO meta (key, value) VALUES ('without_texts', '1');

-- what the full-text indexes remember of them, and the free pages of the file
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
INSERT INTO teasers_fts (teasers_fts) VALUES ('rebuild');
PRAGMA journal_mode = DELETE;
VACUUM;
