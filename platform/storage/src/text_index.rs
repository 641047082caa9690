//! Full-text search in Chinese and English, the same on both databases.
//!
//! Neither database's own tokenizer splits Chinese, so text is split here: Chinese into single characters and
//! overlapping pairs, everything else into lower-case words. SQLite keeps the tokens in FTS5, PostgreSQL in a
//! `tsvector` under a GIN index.

use crate::{Dialect, Sql, StorageError, Tx, args};

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
    match_sqlite: &'static str,
    match_postgres: &'static str,
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
            concat!("IN (SELECT rowid FROM ", $name, " WHERE ", $name, " MATCH "),
            concat!("IN (SELECT id FROM ", $name, " WHERE words @@ CAST("),
        )
    };
}

impl TextIndex {
    /// Used by [`text_index!`].
    #[doc(hidden)]
    pub const fn from_statements(
        insert_sqlite: &'static str,
        delete_sqlite: &'static str,
        insert_postgres: &'static str,
        delete_postgres: &'static str,
        match_sqlite: &'static str,
        match_postgres: &'static str,
    ) -> Self {
        Self {
            insert_sqlite,
            delete_sqlite,
            insert_postgres,
            delete_postgres,
            match_sqlite,
            match_postgres,
        }
    }

    /// Adds a row's text, together with the write's next statements.
    pub fn insert(&self, tx: &mut Tx, id: i64, text: &str) {
        let mut tokens = tokens(text);
        tokens.sort_unstable();
        tokens.dedup();
        let statement = match tx.dialect() {
            Dialect::Sqlite => self.insert_sqlite,
            Dialect::Postgres => self.insert_postgres,
        };
        tx.defer(statement, args![id, tokens.join(" ")]);
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
        let mut words = query_tokens(query);
        words.truncate(QUERY_TOKENS_MAX);
        if words.is_empty() {
            return false;
        }
        match dialect {
            Dialect::Sqlite => {
                let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                sql.push(self.match_sqlite).bind(quoted.join(" AND ")).push(")");
            }
            Dialect::Postgres => {
                let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
                sql.push(self.match_postgres)
                    .bind(quoted.join(" & "))
                    .push(" AS tsquery))");
            }
        }
        true
    }
}

/// The schema behind `{text_index NAME}`.
pub(crate) fn schema(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => format!(
            "CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, detail=none, \
             tokenize=\"unicode61 remove_diacritics 0\")"
        ),
        Dialect::Postgres => format!(
            "CREATE TABLE {name} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
             CREATE INDEX {name}_words ON {name} USING gin (words)"
        ),
    }
}

/// What a stored text is found by.
fn tokens(text: &str) -> Vec<String> {
    split(text, |run, out| {
        for character in run {
            out.push(character.to_string());
        }
        out.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
    })
}

/// What a query asks for: pairs where there are pairs, else the single character.
fn query_tokens(text: &str) -> Vec<String> {
    split(text, |run, out| {
        if let [only] = run {
            out.push(only.to_string());
        }
        out.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
    })
}

fn split(text: &str, chinese: impl Fn(&[char], &mut Vec<String>)) -> Vec<String> {
    let mut out = Vec::new();
    let mut run = Vec::new();
    let mut word = String::new();
    for character in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if is_ideograph(character) {
            end_word(&mut word, &mut out);
            run.push(character);
        } else {
            chinese(&run, &mut out);
            run.clear();
            if character.is_alphanumeric() {
                word.push(character);
            } else {
                end_word(&mut word, &mut out);
            }
        }
    }
    out
}

fn end_word(word: &mut String, out: &mut Vec<String>) {
    if !word.is_empty() {
        out.push(word.chars().take(WORD_CHARS_MAX).collect());
        word.clear();
    }
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
        assert_eq!(query_tokens("缺米"), ["缺米"]);
        assert_eq!(query_tokens("米"), ["米"]);
    }

    #[test]
    fn english_is_found_by_lower_case_word() {
        assert_eq!(tokens("Insulin, 2x"), ["insulin", "2x"]);
    }

    #[test]
    fn a_query_of_punctuation_has_no_words() {
        assert!(query_tokens("'\" & | ( ) --").is_empty());
    }
}
