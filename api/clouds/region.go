package clouds

import (
	"fmt"
	"strings"

	"glimpse/model/remote"
)

// region is one region of a cloud, with the settings that hold in it alone.
type region struct {
	name   string
	values table
}

// regionsOf returns the regions that a cloud's configuration lists: its own
// `regions`, else its `region_name`, which may hold several, else those of its
// profile.
func regionsOf(own, profile table) ([]region, error) {
	for _, layer := range []table{own, profile} {
		if v := layer.get("regions"); !v.isNull() {
			listed, err := listedRegions(v)
			if err != nil || len(listed) > 0 {
				return listed, err
			}
			return nil, nil
		}
		if v := layer.get("region_name"); !v.isNull() {
			return namedRegions(v)
		}
	}
	return nil, nil
}

// listedRegions reads the list `regions`, of names or of names with values.
func listedRegions(v *value) ([]region, error) {
	if v.kind != list {
		return nil, v.malformed(fmt.Sprintf("`regions` is %s, and must be a list", v.kind), "write each region after a dash")
	}
	var all []region
	for _, item := range v.items {
		one, err := listedRegion(item)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return distinct(all), nil
}

// listedRegion reads one entry of the list `regions`.
func listedRegion(item *value) (region, error) {
	if item.kind != mapping {
		name, err := item.asText("the region")
		return region{name: name}, err
	}
	entry := item.underscored().table
	for _, key := range entry.order {
		if key != "name" && key != "values" {
			return region{}, entry.get(key).malformed("a region has a key other than `name` and `values`", "put settings under `values`")
		}
	}
	if !entry.has("name") {
		return region{}, item.malformed("a region has no `name`", "give it one")
	}
	name, err := entry.get("name").asText("the region's name")
	if err != nil {
		return region{}, err
	}
	values := entry.get("values")
	switch {
	case values.isNull():
		return region{name: name}, nil
	case values.kind != mapping:
		return region{}, values.malformed("a region's `values` must be a mapping", "indent the settings under it")
	}
	if auth := values.table.get("auth"); !auth.isNull() && auth.kind != mapping {
		return region{}, auth.malformed("`auth` must be a mapping", "indent the settings under it")
	}
	return region{name: name, values: values.table}, nil
}

// namedRegions reads `region_name`: a name, several with commas, or a list.
func namedRegions(v *value) ([]region, error) {
	if v.kind == list {
		return listedRegions(v)
	}
	names, err := v.asText("region_name")
	if err != nil {
		return nil, err
	}
	var all []region
	for _, name := range strings.Split(names, ",") {
		all = append(all, region{name: name})
	}
	return distinct(all), nil
}

// distinct returns the regions without names that came before.
func distinct(all []region) []region {
	seen := make(map[string]bool, len(all))
	kept := all[:0]
	for _, one := range all {
		if !seen[one.name] {
			seen[one.name] = true
			kept = append(kept, one)
		}
	}
	return kept
}

// chooseRegion finds the region that was asked for, by the caller or else by
// OS_REGION_NAME, or the only one.
func (f *found) chooseRegion(r *resolved, known []region, asked string) (region, error) {
	for _, one := range known {
		r.regions = append(r.regions, one.name)
	}
	wanted := asked
	if asked == "" {
		wanted = f.variables["OS_REGION_NAME"]
	}
	// What the caller says outranks a variable, and no file says otherwise.
	if len(known) == 0 || r.name == f.envName && asked != "" {
		return region{name: wanted}, nil
	}
	for _, one := range known {
		if one.name == wanted {
			return one, nil
		}
	}
	switch {
	case wanted != "":
		return region{}, &UnknownRegionError{
			Cloud: r.name, Region: wanted, FromEnvironment: asked == "", Known: r.regions, Near: near(wanted, r.regions),
		}
	case len(known) == 1:
		return known[0], nil
	default:
		return region{}, &remote.RegionRequiredError{Cloud: r.name, Regions: r.regions}
	}
}
