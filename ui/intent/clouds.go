package intent

// ForClouds is what is asked of the part that knows where the user works.
type ForClouds interface {
	Intent
	toClouds()
}

type clouds struct{}

func (clouds) intent()   {}
func (clouds) toClouds() {}

type (
	// Connect asks to connect to a cloud, in a region or in the only one, to
	// work in the project of the configuration or in another one, by its id.
	Connect struct {
		clouds
		Cloud, Region, Project string
		// Force says that the user knows that a job is under way.
		Force bool
	}
	// Reconnect asks for what failed while connecting, again.
	Reconnect struct{ clouds }
	// PickCloud asks for the choice of a cloud.
	PickCloud struct{ clouds }
	// PickProject asks for the choice of a project of the cloud, or for the
	// only one of a name or an id.
	PickProject struct {
		clouds
		Name string
	}
	// PickRegion asks for the choice of a region of the cloud.
	PickRegion struct{ clouds }
	// ReadClouds asks for the clouds to choose from.
	ReadClouds struct{ clouds }
	// ReadProjects asks for the projects to choose from.
	ReadProjects struct{ clouds }
)
