//! Values bound to a statement. Each variant is nullable, because PostgreSQL needs a type even for NULL.

/// One bound value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// BIGINT.
    Int(Option<i64>),
    /// TEXT.
    Text(Option<String>),
    /// BLOB or BYTEA.
    Blob(Option<Vec<u8>>),
}

macro_rules! from {
    ($($type:ty => $variant:ident, $v:ident => $convert:expr;)*) => {$(
        impl From<$type> for Value { fn from($v: $type) -> Self { Value::$variant(Some($convert)) } }
        impl From<Option<$type>> for Value { fn from(v: Option<$type>) -> Self { Value::$variant(v.map(|$v| $convert)) } }
    )*};
}

from! {
    i64 => Int, v => v;
    i32 => Int, v => i64::from(v);
    u32 => Int, v => i64::from(v);
    u8 => Int, v => i64::from(v);
    bool => Int, v => i64::from(v);
    String => Text, v => v;
    &str => Text, v => v.to_owned();
    Vec<u8> => Blob, v => v;
    &[u8] => Blob, v => v.to_vec();
    [u8; 32] => Blob, v => v.to_vec();
}

/// The values of a statement, in the order of `$1`, `$2` …
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}
