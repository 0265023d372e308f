package remote

import (
	"fmt"
	"strconv"
	"strings"
)

// RegionRequiredError is the error of connecting to a cloud with several regions of
// which none was chosen. openstacksdk takes the first; a change sent to the
// wrong region is not worth that convenience.
type RegionRequiredError struct {
	Cloud string
	// Regions are those to choose from.
	Regions []string
}

// Error lists the regions.
func (e *RegionRequiredError) Error() string {
	quoted := make([]string, len(e.Regions))
	for i, region := range e.Regions {
		quoted[i] = strconv.Quote(region)
	}
	return fmt.Sprintf("cloud %q has several regions, and none is chosen: %s", e.Cloud, strings.Join(quoted, ", "))
}

// Advice says how to choose one.
func (*RegionRequiredError) Advice() string { return "choose one with --region or OS_REGION_NAME" }
