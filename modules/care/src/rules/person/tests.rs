use super::*;

const TODAY: &str = "2022-11-20";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn asked() -> AskedPerson {
    AskedPerson {
        household: None,
        name: "陈婆婆".to_owned(),
        contact: String::new(),
        at_door: "耳背，多敲几下".to_owned(),
        record: Record {
            groups: vec![Group::AloneOld],
            birth_year: Some(1940),
            ..Record::default()
        },
        rhythm: None,
        ground: Ground {
            basis: Basis::Consent,
            by: "本人".to_owned(),
            on: day(TODAY),
            purpose: "每日巡访".to_owned(),
        },
        review_on: None,
        expires_on: None,
    }
}

fn wrong(asked: AskedPerson) -> Vec<String> {
    let faults = asked.checked(day(TODAY)).expect_err("faults");
    faults.into_iter().map(|fault| fault.field).collect()
}

#[test]
fn an_elder_alone_is_visited_daily_and_the_record_ends() {
    let checked = asked().checked(day(TODAY)).expect("fine");
    assert_eq!(checked.rhythm, Rhythm::EveryDays(1));
    assert_eq!(checked.review_on, day("2022-12-04"));
    assert_eq!(checked.expires_on, day("2023-02-18"));
    assert_eq!(checked.contact, None);
}

#[test]
fn nobody_is_registered_without_a_ground() {
    let mut person = asked();
    person.ground.by = " ".to_owned();
    person.ground.purpose = String::new();
    person.ground.on = day("2022-11-21");
    assert_eq!(wrong(person), ["ground.by", "ground.purpose", "ground.on"]);
}

#[test]
fn birth_years_that_cannot_be_are_named() {
    for year in [1899, 2023, 1980] {
        let mut person = asked();
        person.record.birth_year = Some(year);
        assert_eq!(wrong(person), ["birth_year"], "{year}");
    }
    let mut child = asked();
    child.record.groups = vec![Group::ChildAlone];
    child.record.birth_year = Some(2001);
    assert_eq!(wrong(child), ["birth_year"]);
}

#[test]
fn a_record_cannot_outlive_its_longest_time_nor_be_looked_at_after_its_end() {
    let mut long = asked();
    long.expires_on = Some(day("2023-02-19"));
    assert_eq!(wrong(long), ["expires_on"]);
    let mut late = asked();
    late.expires_on = Some(day("2022-11-25"));
    late.review_on = Some(day("2022-11-26"));
    assert_eq!(wrong(late), ["review_on"]);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let mut person = asked();
    person.name = String::new();
    person.record.groups = vec![];
    person.rhythm = Some(Rhythm::EveryDays(0));
    assert_eq!(wrong(person), ["name", "groups", "rhythm"]);
}

#[test]
fn spaces_and_case_do_not_make_another_person() {
    assert!(is_same_name("陈 婆婆", "陈婆婆"));
    assert!(is_same_name("Li wei", "LI WEI"));
    assert!(!is_same_name("陈婆婆", "陈爷爷"));
}
