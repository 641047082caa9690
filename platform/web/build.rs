//! Files of `web/` are embedded by a macro that cargo doesn't see reading them: a new one has to be told.

fn main() {
    println!("cargo::rerun-if-changed=../../web");
}
