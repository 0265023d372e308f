package sample

import (
	"time"

	"glimpse/api/embedded/cinder"
)

// Disks are volumes that were made empty, of which images can be made: for each of the
// projects of the demonstration one that is free and one that a server is using.
func Disks(options Options) []cinder.Volume {
	made := options.Now.UTC().Truncate(time.Hour).Add(-30 * time.Hour)
	projects := []string{options.Projects.Admin.ID, options.Projects.Demo.ID}
	disks := make([]cinder.Volume, 0, 2*len(projects))
	for i, project := range projects {
		last := string(rune('1' + i))
		disks = append(disks, cinder.Volume{
			ID: "5b1f0d1e-7c11-4e0a-9d55-00000000000" + last, Name: "appliance-build", Status: "available", Size: 8,
			ProjectID: project, UserID: "f00d", Created: made,
		}, cinder.Volume{
			ID: "5b1f0d1e-7c11-4e0a-9d55-00000000010" + last, Name: "db-data", Status: "in-use", Size: 20,
			ProjectID: project, UserID: "f00d", Server: "0d9f5c4e-2b5d-4c7e-8a51-00000000010" + last, Created: made,
		})
	}
	return disks
}
