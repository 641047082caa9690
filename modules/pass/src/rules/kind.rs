//! What a pass is for.

use tongxin_city::words;
use tongxin_pass_format::pass::Kind;

words! {
    /// What a pass is for.
    PassKind, "kind of pass" {
        /// 重点物资: key goods, whoever drives them.
        KeyGoods = "key_goods",
        /// 商超保供人员: staff of shops that serve doors.
        MarketStaff = "market_staff",
        /// 货车司机: truck drivers.
        TruckDriver = "truck_driver",
        /// 骑手: delivery riders.
        Rider = "rider",
        /// 志愿者: volunteers.
        Volunteer = "volunteer",
        /// 医护: medical staff, those of pharmacies too.
        Medical = "medical",
        /// 重点项目人员: project workers.
        ProjectWorker = "project_worker",
        /// 就医人员: a patient on the way to an appointment, or whoever comes along. No firm applies for it.
        Patient = "patient",
    }
}

impl PassKind {
    /// What a firm can apply for.
    pub const OF_FIRMS: &[PassKind] = &[
        PassKind::KeyGoods,
        PassKind::MarketStaff,
        PassKind::TruckDriver,
        PassKind::Rider,
        PassKind::Volunteer,
        PassKind::Medical,
        PassKind::ProjectWorker,
    ];

    /// The same in the format.
    pub const fn of_format(self) -> Kind {
        match self {
            PassKind::KeyGoods => Kind::KeyGoods,
            PassKind::MarketStaff => Kind::MarketStaff,
            PassKind::TruckDriver => Kind::TruckDriver,
            PassKind::Rider => Kind::Rider,
            PassKind::Volunteer => Kind::Volunteer,
            PassKind::Medical => Kind::Medical,
            PassKind::ProjectWorker => Kind::ProjectWorker,
            PassKind::Patient => Kind::Patient,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_format_has_its_word_here() {
        let kinds: Vec<Kind> = PassKind::ALL.iter().map(|kind| kind.of_format()).collect();
        assert_eq!(kinds, Kind::NAMED);
        assert!(PassKind::ALL.iter().all(|kind| kind.as_str() == kind.of_format().key()));
    }
}
