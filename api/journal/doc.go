// Package journal keeps on disk what a job is about to do and what became of
// it, so that after a crash nothing is guessed: what was done is known, what
// was under way is looked at, and the rest can be finished or taken back.
//
// # Format
//
// A job has one file, <directory>/<job id>.jsonl, with mode 0600 in a
// directory with mode 0700. It holds JSON Lines: every line is one object, and
// a line counts once it ends in a line feed. Lines are only ever appended, and
// each is synced to the disk before what follows from it happens; a result from
// which nothing follows may be synced a moment later. The member "type" says what
// a line is:
//
//	head    the first line: "version" of the format (1), "id", "title",
//	        the time "started", the whole "plan", and of the connection the
//	        names "cloud", "project", "user" and "region", the "endpoint" of the
//	        image service, the "identity_endpoint", "project_id" and "user_id";
//	        the last three are not in journals that were begun before these were kept
//	send    a request is about to leave: the number of the "step" in the plan,
//	        counted from 0, the time "at", what the "request" is in a line, and
//	        the step that takes it back, with what requests before it may have
//	        done, "inverse", where there is one; of several the last one counts
//	result  what became of a step: "step", "outcome", "at", and as far as there
//	        are any "code" and "reason" (why), the "status" of the answer,
//	        "request_id" and "conflicts"; "unsure" where nobody knows whether a
//	        request was carried out
//	end     the job is over "at" this time; "summary" is the counts. A step
//	        with neither a send nor a result was not sent
//	drop    the person decided "at" this time that the rest is left undone
//	adopt   the person said "at" this time that the job belongs to the
//	        connection with these members, which its head does not tell
//
// A step with a send and no result may or may not have been carried out: the
// image tells. After an end, a repeated attempt at what failed appends further
// send and result lines, and an end again. Times are in RFC 3339 with
// fractions of seconds.
//
// The values of images are in the journal, because undoing needs them. No
// password, token or other credential ever is.
//
// A process that works on a journal holds a lock on it (flock, or LockFileEx on
// Windows), so that another one does not take a living job for an unfinished one.
// Where the system or the file system has no such lock, nothing is locked.
package journal
