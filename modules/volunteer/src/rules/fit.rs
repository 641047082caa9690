//! Whether somebody can take a place, and how near it is. What holds for one who signs up holds for a match too.

use crate::rules::person::{Reach, Skill, VolunteerState, is_adult};
use crate::rules::rest::{Span, Tired, may_take};
use tongxin_city::{Level, PlaceCode, Widths, Zone};

/// What somebody is able to do, as far as a place asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Able {
    /// How they stand.
    pub state: VolunteerState,
    /// The year they were born in.
    pub birth_year: i16,
    /// Whether they are insured while they help.
    pub is_covered: bool,
    /// What they can do.
    pub skills: Vec<Skill>,
}

/// What a place asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What its holder has to be able to do.
    pub skill: Option<Skill>,
    /// Whether its holder goes into controlled buildings.
    pub is_entering: bool,
    /// From when until when.
    pub span: Span,
}

/// Why somebody can't take a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The community has yet to verify them, or said no.
    NotVerified,
    /// They may not be of age, and go into no controlled building.
    Minor,
    /// They are not insured, and go into no controlled building.
    NotCovered,
    /// They can't do what is asked.
    NoSkill,
    /// They would not rest.
    Tired(Tired),
}

impl Unfit {
    /// The code of the refusal that says so.
    pub const fn code(self) -> &'static str {
        match self {
            Unfit::NotVerified => "volunteer-not-verified",
            Unfit::Minor => "volunteer-minor",
            Unfit::NotCovered => "volunteer-not-covered",
            Unfit::NoSkill => "volunteer-no-skill",
            Unfit::Tired(tired) => tired.code(),
        }
    }
}

/// Whether somebody who has these shifts already can take a place.
///
/// # Errors
/// Why not, the first reason there is.
pub fn fits(able: &Able, wanted: &Wanted, others: &[Span], zone: &Zone) -> Result<(), Unfit> {
    if able.state != VolunteerState::Verified {
        return Err(Unfit::NotVerified);
    }
    may_enter(able.birth_year, able.is_covered, wanted, zone)?;
    if wanted.skill.is_some_and(|skill| !able.skills.contains(&skill)) {
        return Err(Unfit::NoSkill);
    }
    may_take(&wanted.span, others, zone).map_err(Unfit::Tired)
}

/// Whether somebody can go where the place leads.
///
/// # Errors
/// Why not.
pub fn may_enter(birth_year: i16, is_covered: bool, wanted: &Wanted, zone: &Zone) -> Result<(), Unfit> {
    if wanted.is_entering && !is_adult(birth_year, zone.day_of(wanted.span.start)) {
        return Err(Unfit::Minor);
    }
    if wanted.is_entering && !is_covered {
        return Err(Unfit::NotCovered);
    }
    Ok(())
}

/// The levels at which near and far are told apart, the nearest first.
pub const NEAR_LEVELS: [Level; 4] = [Level::Community, Level::Subdistrict, Level::District, Level::City];

/// How near two places lie in the tree: within which level both are.
pub fn near(one: &PlaceCode, other: &PlaceCode, widths: &Widths) -> Reach {
    let shared = one.shared_width(other);
    let at = NEAR_LEVELS.iter().position(|level| shared >= widths.width(*level));
    at.map_or(Reach::City, |at| Reach::ALL[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::Timestamp;

    const START: Timestamp = Timestamp(1_669_280_400_000);

    fn able() -> Able {
        Able {
            state: VolunteerState::Verified,
            birth_year: 1990,
            is_covered: true,
            skills: vec![Skill::Driving],
        }
    }

    fn verdict(able: &Able, is_entering: bool, skill: Option<Skill>) -> Result<(), Unfit> {
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        let span = START..START.plus_hours(3);
        let wanted = Wanted {
            skill,
            is_entering,
            span,
        };
        fits(able, &wanted, &[], &zone)
    }

    #[test]
    fn minors_and_those_without_cover_go_into_no_controlled_building() {
        let minor = Able {
            birth_year: 2004,
            ..able()
        };
        assert_eq!(verdict(&minor, true, None), Err(Unfit::Minor));
        assert_eq!(verdict(&minor, false, None), Ok(()));
        let uncovered = Able {
            is_covered: false,
            ..able()
        };
        assert_eq!(verdict(&uncovered, true, None), Err(Unfit::NotCovered));
    }

    #[test]
    fn a_skill_is_had_and_a_volunteer_known() {
        assert_eq!(verdict(&able(), true, Some(Skill::Driving)), Ok(()));
        assert_eq!(verdict(&able(), true, Some(Skill::Medical)), Err(Unfit::NoSkill));
        let new = Able {
            state: VolunteerState::Applied,
            ..able()
        };
        assert_eq!(verdict(&new, false, None), Err(Unfit::NotVerified));
    }

    #[test]
    fn near_is_told_by_the_code() {
        let code = |text: &str| text.parse::<PlaceCode>().expect("a code");
        let near = |one: &str, other: &str| near(&code(one), &code(other), &Widths::CHINA);
        assert_eq!(near("500112016001", "500112016001002003"), Reach::Community);
        assert_eq!(near("500112016001", "500112016002"), Reach::Subdistrict);
        assert_eq!(near("500112016001", "500112016"), Reach::Subdistrict);
        assert_eq!(near("500112016001", "500112017001"), Reach::District);
        assert_eq!(near("500112016001", "500103001001"), Reach::City);
    }
}
