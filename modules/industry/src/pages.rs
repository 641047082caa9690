//! `/plant`: a plant's own page.

use tongxin_account::{Action, Routes};
use tongxin_ledger::{LedgerState, OrgPage};

/// The page.
const OWN_PAGE: OrgPage = OrgPage {
    path: "/plant",
    action: Action::OwnPlant,
    kind: "plant_blockage",
    question: "industry-ask-about",
};

/// The pages' routes.
pub fn routes(state: LedgerState) -> Routes {
    OWN_PAGE.routes(state)
}
