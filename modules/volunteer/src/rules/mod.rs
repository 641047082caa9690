//! What may be, decided without a database: who can volunteer, what a shift is, who fits it, who rests, how open places are
//! matched, what a certificate says.

pub mod certificate;
pub mod fit;
pub mod goods;
pub mod matching;
pub mod person;
pub mod place;
pub mod presence;
pub mod rest;
pub mod shift;
