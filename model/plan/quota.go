package plan

import (
	"github.com/dustin/go-humanize"

	"glimpse/model"
	"glimpse/model/text"
)

// quota returns a limit of the project, nil where there is none of the name.
func (a *Around) quota(resource text.Untrusted) *model.Quota {
	for i := range a.Quotas {
		if a.Quotas[i].Resource == resource {
			return &a.Quotas[i]
		}
	}
	return nil
}

// takesData holds a number of bytes against what the project may keep.
func (a *Around) takesData(what string, size int64) error {
	limit := a.quota(model.QuotaSize)
	if limit.Takes(size >> 20) {
		return nil
	}
	if limit.Used > limit.Limit || size == 0 {
		return unfit(limit.Advice(), "the quota of this project is used up: it keeps %s of %s",
			mebibytes(limit.Used), mebibytes(limit.Limit))
	}
	room, _ := limit.Room()
	return unfit(limit.Advice(), "%s %s, and the quota of this project has room for %s",
		what, humanize.IBytes(uint64(size)), humanize.IBytes(uint64(room)))
}

// stages holds a number of bytes against what the project may have on its way at a
// time: of an import that is not known, the service looks at the others alone.
func (a *Around) stages(size int64) error {
	limit := a.quota(model.QuotaStaged)
	if limit.Takes(size >> 20) {
		return nil
	}
	if size > 0 {
		return unfit(limit.Advice(), "%s would be copied by way of the staging area, "+
			"and the quota of this project allows %s there, of which %s are taken",
			humanize.IBytes(uint64(size)), mebibytes(limit.Limit), mebibytes(limit.Used))
	}
	return unfit(limit.Advice(), "the imports of this project have %s in the staging area, and its quota allows %s",
		mebibytes(limit.Used), mebibytes(limit.Limit))
}

// takesImages holds a number of new images against how many the project may have.
func (a *Around) takesImages(count int64) error {
	limit := a.quota(model.QuotaCount)
	if limit.Takes(count) {
		return nil
	}
	return unfit(limit.Advice(), "this project has %s of the %s images that its quota allows",
		humanize.Comma(limit.Used), humanize.Comma(limit.Limit))
}

// room holds what a plan copies against the quotas of the project. A copy goes by way
// of the staging area, one after the other.
func (a *Around) room(p *Plan) error {
	total := int64(0)
	for i := range p.Steps {
		data := p.Steps[i].data()
		if data.Method != CopyImage {
			continue
		}
		if err := a.stages(data.Size); err != nil {
			return err
		}
		total += data.Size * int64(len(data.Stores))
	}
	if total == 0 {
		return nil
	}
	return a.takesData("the copies take", total)
}

// mebibytes writes an amount of a limit of bytes, whatever a service says.
func mebibytes(count int64) string { return humanize.IBytes(uint64(min(max(0, count), 1<<42)) << 20) }
