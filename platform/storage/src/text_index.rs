//! Full-text search in Chinese and English, the same on both databases.
//!
//! Neither database's own tokenizer splits Chinese, so text is split here: Chinese into single characters and
//! overlapping pairs, everything else into lower-case words. SQLite keeps the tokens in FTS5, PostgreSQL in a
//! `tsvector` under a GIN index.

use crate::{Db, Dialect, Sql, StorageError, Tx, args};

/// Tokens of a search that are used; the rest of a long query adds nothing.
const QUERY_TOKENS_MAX: usize = 16;
/// Longest word kept, in characters.
const WORD_CHARS_MAX: usize = 40;

/// A text index over rows with a BIGINT id. Made in a migration by `{text_index NAME}`.
#[derive(Debug, Clone, Copy)]
pub struct TextIndex {
    /// The statements for this index on SQLite.
    insert_sqlite: &'static str,
    delete_sqlite: &'static str,
    insert_postgres: &'static str,
    delete_postgres: &'static str,
    search_sqlite: &'static str,
    search_postgres: &'static str,
}

/// Declares a text index by the name used in its migration.
#[macro_export]
macro_rules! text_index {
    ($name:literal) => {
        $crate::TextIndex::from_statements(
            concat!("INSERT INTO ", $name, " (rowid, words) VALUES ($1, $2)"),
            concat!("DELETE FROM ", $name, " WHERE rowid = $1"),
            concat!(
                "INSERT INTO ",
                $name,
                " (id, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))"
            ),
            concat!("DELETE FROM ", $name, " WHERE id = $1"),
            concat!("SELECT rowid AS id FROM ", $name, " WHERE ", $name, " MATCH "),
            concat!("SELECT id FROM ", $name, " WHERE words @@ CAST("),
        )
    };
}

/// A text as an index keeps it: its tokens, each once. Made before the write, which others wait for.
#[derive(Debug, Clone)]
pub struct IndexedText(String);

impl IndexedText {
    /// Splits a text.
    pub fn of(text: &str) -> Self {
        let mut tokens = tokens(text);
        tokens.sort_unstable();
        tokens.dedup();
        Self(tokens.join(" "))
    }
}

impl TextIndex {
    /// Used by [`text_index!`].
    #[doc(hidden)]
    pub const fn from_statements(
        insert_sqlite: &'static str,
        delete_sqlite: &'static str,
        insert_postgres: &'static str,
        delete_postgres: &'static str,
        search_sqlite: &'static str,
        search_postgres: &'static str,
    ) -> Self {
        Self {
            insert_sqlite,
            delete_sqlite,
            insert_postgres,
            delete_postgres,
            search_sqlite,
            search_postgres,
        }
    }

    /// Adds a row's text, together with the write's next statements.
    pub fn insert(&self, tx: &mut Tx, id: i64, text: IndexedText) {
        let statement = match tx.dialect() {
            Dialect::Sqlite => self.insert_sqlite,
            Dialect::Postgres => self.insert_postgres,
        };
        tx.defer(statement, args![id, text.0]);
    }

    /// Removes a row's text.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn delete(&self, tx: &mut Tx, id: i64) -> Result<(), StorageError> {
        let statement = match tx.dialect() {
            Dialect::Sqlite => self.delete_sqlite,
            Dialect::Postgres => self.delete_postgres,
        };
        tx.execute(statement, args![id]).await.map(drop)
    }

    /// Adds `IN (…rows that hold every word of the query…)` to a statement; nothing and `false` for a query
    /// without words.
    pub fn push_match(&self, sql: &mut Sql, dialect: Dialect, query: &str) -> bool {
        let Some(wanted) = wanted(dialect, query) else {
            return false;
        };
        sql.push("IN (");
        self.push_search(sql, dialect, wanted);
        sql.push(")");
        true
    }

    /// How many rows hold every word of the query, counted no further than `max`; none for a query without words.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn count(&self, db: &Db, query: &str, max: u32) -> Result<Option<u32>, StorageError> {
        let Some(wanted) = wanted(db.dialect(), query) else {
            return Ok(None);
        };
        let mut sql = Sql::new("SELECT COUNT(*) AS count FROM (");
        self.push_search(&mut sql, db.dialect(), wanted);
        sql.push(" LIMIT ").bind(max).push(") AS found");
        let rows = db.select(sql).await?;
        let count = rows.first().map_or(Ok(0), |row| row.int("count"))?;
        Ok(Some(u32::try_from(count).unwrap_or(max)))
    }

    fn push_search(&self, sql: &mut Sql, dialect: Dialect, wanted: String) {
        match dialect {
            Dialect::Sqlite => sql.push(self.search_sqlite).bind(wanted),
            Dialect::Postgres => sql.push(self.search_postgres).bind(wanted).push(" AS tsquery)"),
        };
    }
}

/// The query in the database's own words; none for a query without words.
fn wanted(dialect: Dialect, query: &str) -> Option<String> {
    let quoted = |token: &String| match dialect {
        Dialect::Sqlite => format!("\"{token}\""),
        Dialect::Postgres => format!("'{token}'"),
    };
    let quoted: Vec<String> = asked(query).iter().take(QUERY_TOKENS_MAX).map(quoted).collect();
    let and = match dialect {
        Dialect::Sqlite => " AND ",
        Dialect::Postgres => " & ",
    };
    (!quoted.is_empty()).then(|| quoted.join(and))
}

/// The schema behind `{text_index NAME}`.
pub(crate) fn schema(name: &str, dialect: Dialect) -> String {
    match dialect {
        // Writes weigh more than searches: parts of the index are merged late, and a bit in each commit rather than
        // all at once.
        Dialect::Sqlite => format!(
            "CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, detail=none, \
                 tokenize=\"unicode61 remove_diacritics 0\");
             INSERT INTO {name} ({name}, rank) VALUES ('automerge', 16);
             INSERT INTO {name} ({name}, rank) VALUES ('crisismerge', 64)"
        ),
        Dialect::Postgres => format!(
            "CREATE TABLE {name} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
             CREATE INDEX {name}_words ON {name} USING gin (words)"
        ),
    }
}

/// What a stored text is found by.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Word(word) => tokens.push(word),
            Piece::Chinese(run) => {
                tokens.extend(run.iter().map(char::to_string));
                tokens.extend(pairs(&run));
            }
        }
    }
    tokens
}

/// What a query asks for: pairs where there are pairs, else the single character.
fn asked(text: &str) -> Vec<String> {
    let mut asked = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Word(word) => asked.push(word),
            Piece::Chinese(run) => match run[..] {
                [only] => asked.push(only.to_string()),
                _ => asked.extend(pairs(&run)),
            },
        }
    }
    asked
}

fn pairs(run: &[char]) -> impl Iterator<Item = String> {
    run.windows(2).map(|pair| pair.iter().collect())
}

/// A part of a text that is split in one way.
enum Piece {
    Word(String),
    Chinese(Vec<char>),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut is_open = false;
    for character in text.chars().flat_map(char::to_lowercase) {
        let is_chinese = is_ideograph(character);
        if !is_chinese && !character.is_alphanumeric() {
            is_open = false;
            continue;
        }
        match pieces.last_mut().filter(|_| is_open) {
            Some(Piece::Chinese(run)) if is_chinese => run.push(character),
            Some(Piece::Word(word)) if !is_chinese => word.push(character),
            _ if is_chinese => pieces.push(Piece::Chinese(vec![character])),
            _ => pieces.push(Piece::Word(character.into())),
        }
        is_open = true;
    }
    for piece in &mut pieces {
        if let Piece::Word(word) = piece
            && let Some((end, _)) = word.char_indices().nth(WORD_CHARS_MAX)
        {
            word.truncate(end);
        }
    }
    pieces
}

/// CJK Unified Ideographs with extension A, compatibility and the supplementary planes' extensions.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_found_by_character_and_by_pair() {
        assert_eq!(tokens("缺米2袋"), ["缺", "米", "缺米", "2", "袋"]);
        assert_eq!(asked("缺米"), ["缺米"]);
        assert_eq!(asked("米"), ["米"]);
    }

    #[test]
    fn english_is_found_by_lower_case_word() {
        assert_eq!(tokens("Insulin, 2x"), ["insulin", "2x"]);
    }

    #[test]
    fn a_long_word_is_cut() {
        assert_eq!(tokens(&"w".repeat(100)), ["w".repeat(WORD_CHARS_MAX)]);
    }

    #[test]
    fn a_query_of_punctuation_has_no_words() {
        assert!(asked("'\" & | ( ) --").is_empty());
    }
}
