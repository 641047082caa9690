# States
ledger-state-raised = Raised
ledger-state-accepted = Accepted
ledger-state-assigned = Assigned
ledger-state-solved = Solved, to be confirmed
ledger-state-struck_off = Struck off
ledger-state-declined = Declined
ledger-state-reopened = Reopened
ledger-state-merged = Merged
ledger-state-overdue = Overdue

# Tiers
ledger-tier-base = Community or enterprise
ledger-tier-subdistrict = Subdistrict
ledger-tier-district = District
ledger-tier-city = City

# Priorities
ledger-priority-urgent = Urgent
ledger-priority-high = High
ledger-priority-normal = Normal
ledger-priority-low = Low

# Lifelines
ledger-lifeline-food = Food and daily goods
ledger-lifeline-health = Medicine and treatment
ledger-lifeline-care = Care
ledger-lifeline-goods = Movement of goods
ledger-lifeline-industry = Industry
ledger-lifeline-projects = Projects
ledger-lifeline-information = Information and culture

# Entries
ledger-entry-raised = Raised
ledger-entry-accepted = Accepted
ledger-entry-assigned = Assigned
ledger-entry-solved = Solved
ledger-entry-struck_off = Struck off
ledger-entry-declined = Declined
ledger-entry-appealed = Appealed
ledger-entry-reopened = Reopened
ledger-entry-commented = Commented
ledger-entry-attached = Photo added
ledger-entry-escalated = Taken up one tier
ledger-entry-overdue = Overdue
ledger-entry-merged = Merged
ledger-entry-prioritised = Priority changed
ledger-entry-undone = Last step taken back
ledger-entry-erased = Personal details erased on time
ledger-reason-overdue = Past its due time, taken up by itself
ledger-reason-untouched = Untouched for 24 hours, taken up by itself
ledger-actor-system = System

# Commands
ledger-command-accept = Accept
ledger-command-assign = Assign
ledger-command-solve = Mark as solved
ledger-command-strike-off = Strike off
ledger-command-decline = Decline
ledger-command-appeal = Appeal
ledger-command-reopen = Reopen
ledger-command-comment = Comment
ledger-command-attach = Add a photo
ledger-command-escalate = Take up one tier
ledger-command-merge = Merge
ledger-command-priority = Change the priority
ledger-command-undo = Undo

# Export
ledger-sheet = Needs
ledger-column-id = Number
ledger-column-state = State
ledger-column-priority = Priority
ledger-column-kind = Kind
ledger-column-topic = Topic
ledger-column-place = Place
ledger-column-place-code = Place code
ledger-column-title = Need
ledger-column-body = Description
ledger-column-tier = Tier
ledger-column-raised = Raised
ledger-column-due = Due
ledger-column-overdue = Overdue
ledger-column-closed = Closed
ledger-yes = Yes
ledger-no = No
ledger-export-too-long = There are more than { $max }. Narrow the filter, or take CSV.

# Fields
ledger-field-unprintable = Remove the characters that can't be shown
ledger-field-unknown = “{ $found }” is not known. These would be right: { $right }
ledger-field-not-allowed = This can't be given here
ledger-field-cursor = This page can't be found; start from the first
ledger-field-limit = Give a number from 1 to { $max }
ledger-field-bulk = 1 to { $max } needs at once; there are { $found }

# Why a command is refused
problem-need-wrong-state = { $state ->
        [raised] This need is raised but not accepted; this can't be done now
        [accepted] This need is accepted; this can't be done now
        [assigned] This need is assigned; this can't be done now
        [solved] This need is solved and waits for confirmation; this can't be done now
        [struck_off] This need is struck off; this can't be done now
        [declined] This need is declined; this can't be done now
        [reopened] This need is reopened; this can't be done now
       *[merged] This need is merged; this can't be done now
    }
    .detail = { $command ->
        [solve] Accept or assign it first, then mark it as solved.
        [strike-off] Others confirm it once it is solved; whoever raised it can say at any time that it is no longer needed.
        [appeal] Only a declined need can be appealed.
        [reopen] Only a solved, struck-off or merged need can be reopened.
       *[other] Reload the page, see how it stands now, then act.
    }
problem-need-solver-strikes-off = Nobody strikes off what they solved
    .detail = Let whoever raised it or another caller confirm it.
problem-need-top-tier = It is at the city's tier already
    .detail = You can say more in a comment.
problem-need-same-priority = The priority is the same
    .detail = Choose another one.
problem-need-same-assignee = It is assigned there already
    .detail = Choose another person or organisation.
problem-need-merge-into-itself = A need can't be merged into itself
    .detail = Choose another need.
problem-need-merge-target-missing = The need to merge into can't be found
    .detail = Check its number, and that it lies in your area.
problem-need-merge-target-closed = The need to merge into is closed
    .detail = Choose an open one.
problem-need-merge-target-differs = The two needs are of different kinds or in different districts
    .detail = Only needs of one kind in one district can be merged.
problem-need-undo-not-last = Something was added since, so this can't be undone
    .detail = Reload the page and look at entry { $last }.
problem-need-undo-not-yours = You can only undo what you did
    .detail = Ask the person who did it.
problem-need-undo-too-late = More than 10 minutes have passed, so this can't be undone
    .detail = Correct it in another way, such as reopening.
problem-need-undo-not-possible = This kind of entry can't be undone
    .detail = Correct it in another way.
problem-need-erased = What this need said was erased on time
    .detail = If something is still lacking, raise a new need.
problem-need-too-many-photos = There are { $max } photos already, which is the most
    .detail = Describe it in words.
problem-need-too-many-entries = There are { $max } entries already, which is the most
    .detail = Strike it off and raise a new need.
problem-photo-empty = The photo is empty
    .detail = Choose it again.
problem-photo-too-large = The photo is too large
    .detail = At most { $mib } MiB.
problem-photo-too-many-pixels = The photo has too many pixels
    .detail = Make it smaller and send it again.
problem-photo-wrong-type = This is neither a JPEG nor a PNG photo
    .detail = Send a JPEG or PNG.
problem-photo-damaged = The photo is damaged and can't be read
    .detail = Take it again or choose another.

# Verification
ledger-fault-changed = was changed
ledger-fault-column-changed = had a field changed
ledger-fault-removed = was removed
ledger-fault-added = was added behind the system's back
ledger-fault-heads-changed = had its sealed content changed
ledger-fault-wrong-signature = has a wrong signature
ledger-fault-unknown-key = was signed with an unknown key
