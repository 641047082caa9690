//! A statement built from fixed pieces of SQL and bound values: lists with filters.

use crate::Value;
use std::fmt::Write as _;

/// A statement under construction. Pieces of SQL are `'static`, so nothing from outside can become SQL.
#[derive(Debug, Clone)]
pub struct Sql {
    text: String,
    args: Vec<Value>,
}

impl Sql {
    /// Starts with a piece of SQL.
    pub fn new(piece: &'static str) -> Self {
        Self {
            text: piece.to_owned(),
            args: Vec::new(),
        }
    }

    /// Adds a piece of SQL.
    pub fn push(&mut self, piece: &'static str) -> &mut Self {
        self.text.push_str(piece);
        self
    }

    /// Adds a bound value as the next `$n`.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.args.push(value.into());
        let _ = write!(self.text, "${}", self.args.len());
        self
    }

    /// Adds `(a, b, c)` of bound values; an empty list matches nothing, as `(NULL)`.
    pub fn bind_list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.text.push('(');
        let mut is_first = true;
        for value in values {
            if !is_first {
                self.text.push_str(", ");
            }
            self.bind(value);
            is_first = false;
        }
        if is_first {
            self.text.push_str("NULL");
        }
        self.text.push(')');
        self
    }

    /// Adds a condition that the column holds a text, whatever the case of its letters. The signs of a pattern mean
    /// themselves.
    pub fn push_holds(&mut self, column: &'static str, text: &str) -> &mut Self {
        let mut pattern = String::from("%");
        for sign in text.to_lowercase().chars() {
            if matches!(sign, '%' | '_' | '!') {
                pattern.push('!');
            }
            pattern.push(sign);
        }
        pattern.push('%');
        self.push("LOWER(").push(column).push(") LIKE ");
        self.bind(pattern).push(" ESCAPE '!'")
    }

    /// The text and its values.
    pub fn into_parts(self) -> (String, Vec<Value>) {
        (self.text, self.args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbered_in_the_order_they_are_bound() {
        let mut sql = Sql::new("SELECT 1 WHERE a = ");
        sql.bind(1_i64)
            .push(" AND b IN ")
            .bind_list(["x", "y"])
            .push(" AND c IN ")
            .bind_list(Vec::<i64>::new());
        let (text, args) = sql.into_parts();
        assert_eq!(text, "SELECT 1 WHERE a = $1 AND b IN ($2, $3) AND c IN (NULL)");
        assert_eq!(args.len(), 3);
    }

    #[test]
    fn a_text_is_looked_for_as_it_is_written() {
        let mut sql = Sql::new("SELECT 1 WHERE ");
        sql.push_holds("name", "100_% Ö!");
        let (text, args) = sql.into_parts();
        assert_eq!(text, "SELECT 1 WHERE LOWER(name) LIKE $1 ESCAPE '!'");
        assert_eq!(args, [Value::from("%100!_!% ö!!%")]);
    }
}
