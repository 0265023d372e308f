// Package overview counts images and adds their sizes up, by one key of theirs
// and within that by a second one. It knows no terminal, service or clock.
package overview

import (
	"cmp"
	"slices"
	"time"

	"glimpse/model"
	"glimpse/model/query"
	"glimpse/model/text"
)

// Count is a number of images, and what they take.
type Count struct {
	Images int
	// Bytes are those of the images whose size is known.
	Bytes int64
}

func (c *Count) add(img *model.Image) {
	c.Images++
	if size, ok := img.Number(model.AttrSize); ok {
		c.Bytes += size
	}
}

// Group is the images of one value.
type Group struct {
	// Value is what the images have in common; it is foreign. Unset says that they
	// have no value, Unknown that it could not be read.
	Value          text.Untrusted
	Unset, Unknown bool
	Count
	// Terms find the images among all that were counted; none can where the value
	// is unknown.
	Terms []query.Term
	// Within are the same images by the second key, if there is one.
	Within []Group
}

// Order is how groups are sorted.
type Order uint8

// The orders.
const (
	ByBytes  Order = iota // the most bytes first
	ByImages              // the most images first
	ByValue               // by the value, what is none last
)

// Overview counts images. It is not safe for concurrent use.
type Overview struct {
	by, within Key
	now        time.Time
	total      Count
	groups     map[value]*counted
}

type counted struct {
	Count
	within map[value]*Count
}

// New returns an overview of no images, by one key and within that by another,
// which may be none. now is what ages count from.
func New(by, within Key, now time.Time) *Overview {
	return &Overview{by: by, within: within, now: now, groups: make(map[value]*counted)}
}

// Keys returns what is counted by.
func (o *Overview) Keys() (by, within Key) { return o.by, o.within }

// Total returns how many images there are, each counted once.
func (o *Overview) Total() Count { return o.total }

// Add counts one image.
func (o *Overview) Add(img *model.Image) {
	o.total.add(img)
	o.by.each(img, o.now, func(v value) {
		group := o.groups[v]
		if group == nil {
			group = &counted{}
			o.groups[v] = group
		}
		group.add(img)
		if o.within.IsZero() {
			return
		}
		if group.within == nil {
			group.within = make(map[value]*Count)
		}
		o.within.each(img, o.now, func(v value) {
			inner := group.within[v]
			if inner == nil {
				inner = &Count{}
				group.within[v] = inner
			}
			inner.add(img)
		})
	})
}

// Groups returns the groups in an order. Those that are alike in it are sorted by
// their values, so that the order is always the same.
func (o *Overview) Groups(order Order) []Group {
	groups := make([]Group, 0, len(o.groups))
	for v, found := range o.groups {
		group := o.by.group(v, found.Count)
		for v, count := range found.within {
			group.Within = append(group.Within, o.within.group(v, *count))
		}
		o.within.sort(group.Within, order)
		groups = append(groups, group)
	}
	o.by.sort(groups, order)
	return groups
}

func (k Key) group(v value, count Count) Group {
	return Group{
		Value: k.label(v), Unset: v.state == unset, Unknown: v.state == unknown, Count: count, Terms: k.terms(v),
	}
}

func (k Key) sort(groups []Group, order Order) {
	slices.SortFunc(groups, func(a, b Group) int {
		switch order {
		case ByImages:
			return cmp.Or(b.Images-a.Images, cmp.Compare(b.Bytes, a.Bytes), k.compare(&a, &b))
		case ByBytes:
			return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), b.Images-a.Images, k.compare(&a, &b))
		default:
			return k.compare(&a, &b)
		}
	})
}

// compare orders groups by their values: classes in their own order, others by
// the alphabet.
func (k Key) compare(a, b *Group) int {
	rank := func(g *Group) int {
		switch {
		case g.Unknown:
			return 2
		case g.Unset:
			return 1
		default:
			return 0
		}
	}
	if by := rank(a) - rank(b); by != 0 {
		return by
	}
	if k.isClassed() {
		return k.classOf(a) - k.classOf(b)
	}
	return cmp.Or(cmp.Compare(a.Value.Raw(), b.Value.Raw()), cmp.Compare(query.Format(a.Terms), query.Format(b.Terms)))
}

// classOf returns the number of the class of a group.
func (k Key) classOf(g *Group) int {
	if k.field.Attribute.Kind() == model.KindBytes {
		for i := range sizes {
			if sizes[i].name == g.Value.Raw() {
				return i
			}
		}
	}
	for i := range ages {
		if ages[i].name == g.Value.Raw() {
			return i
		}
	}
	return -1
}
