//! Every bound of supply, by name.
