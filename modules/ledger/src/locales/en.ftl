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
ledger-field-no-such = Nothing is known under this id or code. Check it, or choose from the list
ledger-field-elsewhere = This is not where they are. Leave it out, and their own place is taken
ledger-field-too-wide = Name a subdistrict or a place inside one
ledger-field-not-assignable = Choose somebody who works in your area, or an organisation there
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
problem-need-closes-itself = This closes by itself
    .detail = Nobody closes it by hand: it is closed when what it waits for was recorded. What that is stands in its text.
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
ledger-row-of-need = Need { $name }
ledger-row-of-entry = Need and entry { $name }
ledger-row-of-attachment = Photo { $name }
ledger-row-of-seal = Seal { $name }
ledger-row-of-head = Seal and need { $name }
ledger-row-of-tally = Count { $name }
ledger-fault-changed = was changed
ledger-fault-column-changed = had a field changed
ledger-fault-removed = was removed
ledger-fault-added = was added behind the system's back
ledger-fault-heads-changed = had its sealed content changed
ledger-fault-wrong-signature = has a wrong signature
ledger-fault-unknown-key = was signed with an unknown key

# Lists
ledger-needs-title = Needs
ledger-count = { $n ->
        [0] No needs
        [one] { $n } need
       *[other] { $n } needs
    }
ledger-count-more = { $n } needs or more
ledger-row-late = Late by { $time }
ledger-row-due-in = Due in { $time }
ledger-row-to-confirm = To be confirmed
ledger-row-with = With { $name }
ledger-row-was-with = Dealt with by { $name }
ledger-erased-title = Erased on time
ledger-chips = Quick filters
ledger-chip-open = All open
ledger-chip-overdue = Overdue
ledger-chip-new = Nobody on it
ledger-chip-mine = Given to me
ledger-chip-confirm = To be confirmed
ledger-chip-untouched = Untouched for 12 hours
ledger-filter-show = Show
ledger-filter-open = open ones
ledger-filter-lifeline = Lifeline
ledger-filter-any-lifeline = of every lifeline
ledger-filter-any-priority = of every priority
ledger-filter-any-time = late or not
ledger-filter-overdue-true = overdue
ledger-filter-overdue-false = not overdue
ledger-filter-any-place = in my whole area
ledger-filter-sort = Order
ledger-sort-due = earliest due first
ledger-sort-newest = newest first
ledger-sort-untouched = longest untouched first
ledger-filter-search = Words in it
ledger-filter-with-closed = closed ones too
ledger-filter-button = Filter
ledger-filter-clear = Clear the filter
ledger-filter-conditions = Further conditions
ledger-filter-remove = (remove)
ledger-filter-tier = Tier: { $tier }
ledger-filter-tier_from = Tier: { $tier } and above
ledger-filter-raised_before = Raised before { $time }
ledger-filter-raised_from = Raised since { $time }
ledger-filter-untouched_since = Untouched since { $time }
ledger-filter-due_before = Due before { $time }
ledger-filter-mine = Given to me
ledger-filter-household = Of one household
ledger-filter-org = Of one organisation
ledger-filter-assigned_account = Given to one person
ledger-filter-assigned_org = Given to one organisation
ledger-filter-merged_into = Merged into { $id }
ledger-empty = Nothing is waiting here
ledger-empty-text = All needs in your area are closed. New ones appear by themselves.
ledger-empty-closed = See closed ones
ledger-empty-filtered = No need fits this filter
ledger-empty-filtered-text = Take a condition away, or look for other words.
ledger-bulk-all = All on this page
ledger-bulk-chosen = { "{n}" } chosen
ledger-bulk-none = No row was chosen. Tick the boxes beside the rows first.
ledger-bulk-missing = { $field ->
        [to] Choose to whom they go.
        [priority] Choose a priority.
       *[other] Say why they go up a tier.
    }
ledger-bulk-done = { $refused ->
        [0] Done for { $done }.
       *[other] Done for { $done }. Not done for { $refused }: { $why }.
    }
ledger-bulk-undone = { $refused ->
        [0] Taken back for { $done }.
       *[other] Taken back for { $done }. Not for { $refused }: { $why }.
    }

# The queue
ledger-queue-title = My queue
ledger-queue-about = { $tier } tier · earliest due first
ledger-queue-list = Open in the list of needs
ledger-queue-tier = At my tier
ledger-queue-overdue = Overdue
ledger-queue-coming = Coming up from below
ledger-queue-appealed = Reopened or appealed
ledger-queue-confirm = To be confirmed
ledger-queue-empty = Nothing waits at your tier
ledger-queue-empty-text = What nobody solves below comes here by itself.

# A need
ledger-moment = { $time } ({ $ago })
ledger-next = Where it stands
ledger-others = What else can be done
ledger-timeline = What happened
ledger-draft = Draft kept on this device
ledger-photo-alt = Photo of the need
ledger-fact-org = For
ledger-fact-assignee = Who has it
ledger-fact-contact = How to reach them
ledger-fact-merged-into = Carried on by
ledger-entry-with = { $what }: { $more }
ledger-actor-account = A worker
ledger-actor-household = The household
ledger-actor-door = Household { $door }
ledger-clock = If nothing happens, it goes up by itself: { $tier }, { $time }
ledger-now-raised-act = Nobody is on it yet. Accept it, and whoever asked sees that somebody is.
ledger-now-raised-wait = It has arrived. It waits for somebody to accept it.
ledger-now-accepted-act = Accepted. Mark it as solved when it is done, and say what was done.
ledger-now-accepted-wait = Somebody has accepted it and is dealing with it.
ledger-now-assigned-act = With { $name }. Mark it as solved when it is done, and say what was done.
ledger-now-assigned-wait = { $name } is dealing with it.
ledger-now-solved-act = { $solver } says it is solved. Is it? Confirm it, or reopen it below.
ledger-now-solved-wait = { $solver } says it is solved. It waits for somebody else to confirm.
ledger-now-reopened-act = It was not solved. Accept it anew.
ledger-now-reopened-wait = Reopened. It waits for somebody to accept it anew.
ledger-now-declined-act = It was declined; the reason is under “What happened”. If that is not right, appeal: the tier above looks at it.
ledger-now-declined-wait = It was declined; the reason is under “What happened”.
ledger-now-struck_off = Confirmed and closed. If it turns out not to be done, reopen it.
ledger-now-merged = The same as another need, which carries on.
ledger-step-confirm = Yes, it is done
ledger-step-withdraw = No longer needed
ledger-ask-assign = To whom
ledger-ask-priority = How urgent
ledger-ask-priority-hint = The due time changes with it.
ledger-ask-solve = What was done (optional)
ledger-ask-strike-off = Why (optional)
ledger-ask-decline = Why it can't be done
ledger-ask-decline-hint = Whoever asked reads this, and can appeal.
ledger-ask-appeal = Why that is not right
ledger-ask-reopen = What is still lacking
ledger-ask-escalate = Why it must go up
ledger-ask-merge = Number of the need that carries on
ledger-ask-merge-hint = Only needs of one kind in one district can be merged.
ledger-ask-comment = Say something
ledger-ask-attach = Photo
ledger-ask-attach-hint = JPEG or PNG, at most 5 MiB. Where and when it was taken is removed.
ledger-done-accept = { $number }: accepted
ledger-done-assign = { $number }: given to them
ledger-done-solve = { $number }: marked as solved. Whoever asked is to confirm it.
ledger-done-strike-off = { $number }: struck off
ledger-done-decline = { $number }: declined
ledger-done-appeal = { $number }: appealed; the tier above looks at it
ledger-done-reopen = { $number }: open again
ledger-done-comment = Your words are with the need now
ledger-done-attach = The photo is with the need now
ledger-done-escalate = { $number }: taken up one tier
ledger-done-merge = { $number }: merged
ledger-done-priority = { $number }: priority changed
ledger-done-undo = { $number }: taken back
ledger-field-no-number = This is not a need's number. It stands at the top of the need's page.

# Raising
ledger-raise-title = Ask for something
ledger-raise-for = For: { $subject }
ledger-raise-own = my household
ledger-raise-whole-building = The building as a whole
ledger-raise-door = Which door
ledger-raise-topic = What is it about?
ledger-raise-what = What is lacking
ledger-raise-what-hint = In one line, with how much: “Blood-pressure pills, for one more day”
ledger-raise-more = More about it (optional)
ledger-raise-more-hint = What whoever comes should know.
ledger-raise-priority = How urgent
ledger-raise-priority-hint = In danger call the numbers below at once.
ledger-raise-contact = How to reach you (optional)
ledger-raise-contact-hint = Erased 90 days after the need is closed.
ledger-raise-photo = Photo (optional)
ledger-raise-button = Send
ledger-raise-busy = Sending…
ledger-raise-cancel = Not now
ledger-raise-where = Where is it?
ledger-raise-find = Name, initials or code
ledger-raise-find-button = Find
ledger-raise-where-none = No such place in your area
ledger-raise-where-none-text = Look for another name, or ask whoever keeps the places.
ledger-raised = { $number } has arrived. Somebody accepts it, and this page says who.
ledger-raised-without-photo = { $number } has arrived, but not its photo: { $why }. Add it below.
ledger-field-topic = Choose what it is about

# The asker's own page
ledger-own-confirm = Is it done?
ledger-own-confirm-text = They say these are solved. If one is not, open it and say what is still lacking.
ledger-own-open = Being dealt with
ledger-own-none = Nothing is open
ledger-own-none-text = What you ask for stands here until you say that it is done.
ledger-own-closed = Closed
ledger-own-all = All, with closed ones
ledger-own-orgs = Yours
