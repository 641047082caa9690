//! Cities full of volunteers and shifts, the same for the same seed.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tongxin_city::{Day, PlaceCode, ShiftId, Timestamp, VolunteerId, Widths, Zone};
use tongxin_volunteer::rules::fit::Wanted;
use tongxin_volunteer::rules::matching::{Candidate, Ground, OpenPost};
use tongxin_volunteer::rules::person::{Reach, Skill, Slot};

/// How large a city is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub volunteers: usize,
    /// Places of all shifts together, about.
    pub places: u32,
    pub districts: u32,
    /// Of each district.
    pub subdistricts: u32,
    /// Of each subdistrict.
    pub communities: u32,
}

impl Size {
    /// One that the best match can be found for.
    pub const SAMPLE: Size = Size {
        volunteers: 900,
        places: 300,
        districts: 2,
        subdistricts: 3,
        communities: 4,
    };

    /// One with too few people.
    pub const SCARCE: Size = Size {
        volunteers: 250,
        ..Size::SAMPLE
    };
}

/// A city's people and shifts.
pub struct Sample {
    pub candidates: Vec<Candidate>,
    pub posts: Vec<OpenPost>,
    pub zone: Zone,
}

impl Sample {
    pub fn draw(size: Size, seed: u64) -> Sample {
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        let midnight = zone.start_of(Day::new(2022, 11, 24).expect("a day"));
        let mut drawer = Drawer {
            rng: ChaCha8Rng::seed_from_u64(seed),
            size,
            midnight,
        };
        let candidates = (0..size.volunteers).map(|number| drawer.candidate(number)).collect();
        let posts = drawer.posts();
        Sample {
            candidates,
            posts,
            zone,
        }
    }

    pub fn ground(&self) -> Ground<'_> {
        Ground {
            zone: &self.zone,
            widths: &Widths::CHINA,
        }
    }

    /// How many places there are.
    pub fn places(&self) -> u32 {
        self.posts.iter().map(|post| post.free).sum()
    }
}

struct Drawer {
    rng: ChaCha8Rng,
    size: Size,
    midnight: Timestamp,
}

impl Drawer {
    fn place(&mut self) -> PlaceCode {
        let district = self.rng.random_range(0..self.size.districts);
        let subdistrict = self.rng.random_range(0..self.size.subdistricts);
        let community = self.rng.random_range(0..self.size.communities);
        let code = format!("50{:04}{:03}{:03}", 100 + district, 1 + subdistrict, 1 + community);
        code.parse().expect("a code")
    }

    fn bits(&mut self, of: usize, one_in: u32) -> u16 {
        (0..of).fold(0, |bits, bit| bits | u16::from(self.rng.random_ratio(1, one_in)) << bit)
    }

    fn candidate(&mut self, number: usize) -> Candidate {
        let busy = self.rng.random_ratio(1, 5).then(|| {
            let start = self.midnight.plus_hours(self.rng.random_range(-24..20));
            start..start.plus_hours(self.rng.random_range(2..6))
        });
        let reach = [
            Reach::Community,
            Reach::Subdistrict,
            Reach::Subdistrict,
            Reach::District,
            Reach::City,
        ];
        Candidate {
            id: VolunteerId::from_parts(self.midnight, u32::try_from(number).expect("few")),
            home: self.place(),
            skills: self.bits(Skill::ALL.len(), 6),
            slots: u8::try_from(self.bits(Slot::ALL.len(), 3)).expect("eight bits"),
            reach: reach[self.rng.random_range(0..reach.len())],
            minutes: self.rng.random_range(0..3_000),
            birth_year: self.rng.random_range(1950..2006),
            is_covered: self.rng.random_ratio(4, 5),
            busy: busy.into_iter().collect(),
            declined: Vec::new(),
        }
    }

    fn posts(&mut self) -> Vec<OpenPost> {
        let mut posts: Vec<OpenPost> = Vec::new();
        let mut places = 0;
        while places < self.size.places {
            let start = self.midnight.plus_hours(self.rng.random_range(6..22));
            let free = self.rng.random_range(1..=9);
            places += free;
            let skill = self
                .rng
                .random_ratio(1, 3)
                .then(|| Skill::ALL[self.rng.random_range(0..Skill::ALL.len())]);
            posts.push(OpenPost {
                shift: ShiftId::from_parts(self.midnight, u32::try_from(posts.len()).expect("few")),
                post: 0,
                place: self.place(),
                wanted: Wanted {
                    skill,
                    is_entering: self.rng.random_ratio(1, 2),
                    span: start..start.plus_hours(4),
                },
                free,
            });
        }
        posts
    }
}
