//! `/project`: a project's own page.

use tongxin_account::{Action, Routes};
use tongxin_ledger::{LedgerState, OrgPage};

/// The page.
const OWN_PAGE: OrgPage = OrgPage {
    path: "/project",
    action: Action::OwnProject,
    kind: "project_need",
    question: "project-ask-about",
};

/// The pages' routes.
pub fn routes(state: LedgerState) -> Routes {
    OWN_PAGE.routes(state)
}
