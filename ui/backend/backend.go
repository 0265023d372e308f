// Package backend says what the screen needs of the world: connections to
// clouds, the images behind them, and what is kept on disk. It holds no code
// that does anything; whoever runs the screen fulfils it.
package backend

import (
	"context"

	"glimpse/model"
	"glimpse/model/definition"
	"glimpse/model/query"
	"glimpse/model/remote"
	"glimpse/model/text"
	"glimpse/model/uses"
	"glimpse/ui/detail"
)

// Backend is what the screen needs of the world: the configured clouds and a
// way to connect to one. It is called from commands, never from Update or
// View, and may be called from several goroutines at once.
type Backend interface {
	// Clouds lists the configured clouds in the order of the configuration.
	// Reading the configuration is all that it does: no request is sent.
	Clouds(ctx context.Context) ([]Cloud, error)
	// Connect authenticates to a cloud and finds its image service. Where
	// several regions are left to choose from, the error is an
	// [*remote.RegionRequiredError].
	Connect(ctx context.Context, target Target) (Session, error)
}

// Target is what to connect to.
type Target struct {
	// Cloud is a name in the configuration; empty is the OS_* environment.
	Cloud string
	// Region is empty for the configured or the only one.
	Region string
	// Project is the id of the project to work in; empty is the configured
	// one.
	Project string
}

// Cloud is one configured cloud, as the picker shows it.
type Cloud struct {
	// Name is its key in clouds.yaml, or empty for the OS_* environment.
	Name string
	// Summary is what tells it from others: its authentication URL, project
	// or profile. It holds no secret.
	Summary string
	// Color is how the cloud is marked, as in [About].
	Color string
}

// Session is a connection to one cloud as one user in one project. Its
// methods may be called from several goroutines at once.
type Session interface {
	// About describes the connection. It neither waits nor sends.
	About() About
	// Pages begins a walk over the images of a query, the server's part of
	// which the service carries out. No request is sent before Next.
	Pages(selection query.Split, pageSize int) Pages
	// Image reads one image, with its Raw record.
	Image(ctx context.Context, id model.ImageID) (model.Image, error)
	// Extras reads what belongs to an image beside its record. What cannot be
	// read is told in it.
	Extras(ctx context.Context, image *model.Image) detail.Extras
	// Members reads the members of images: what is known of each, in the order of the
	// ids.
	Members(ctx context.Context, ids []model.ImageID) []model.Membership
	// Tasks reads the tasks of an image that the service still remembers.
	Tasks(ctx context.Context, id model.ImageID) ([]model.Task, error)
	// Uses reads which servers and volumes were made from images; without ids, from
	// any image. What cannot be read is told in it.
	Uses(ctx context.Context, ids ...model.ImageID) uses.Found
	// Volumes reads the volumes of the project, the newest first.
	Volumes(ctx context.Context) ([]model.Volume, error)
	// ImagesOfRegion reads the newest images that can be imported from another region.
	ImagesOfRegion(ctx context.Context, region string) ([]model.Image, error)
	// Usage reads the limits of the project and what it uses of them; none where the
	// service sets none.
	Usage(ctx context.Context) ([]model.Quota, error)
	// Definitions reads what the service says of the properties of images.
	Definitions(ctx context.Context) (*definition.Catalogue, error)
	// Projects are the projects that the user may work in.
	Projects(ctx context.Context) ([]model.Project, error)
	// Facts reads what the service allows in the fields of an image, and the
	// names of owners as far as the identity service tells them. What cannot
	// be read is left out.
	Facts(ctx context.Context, owners []text.Untrusted) Facts
	// FindProjects looks up the projects that a query or a command names. A
	// name that stands for none or for several is an error, unless it is one of
	// the owners, which are ids whatever they look like.
	FindProjects(ctx context.Context, named query.NamedProjects, owners []string) (query.Projects, error)
	// Changes is the way to change images; nil is a connection that only
	// reads.
	Changes() Changes
	// Export writes images to a file and returns how many.
	Export(ctx context.Context, export Export) (int, error)
	// ExportOverview writes what was counted to a file, as json or csv.
	ExportOverview(content Overview, format, file string, replace bool) error
	// Close releases what the connection holds. Calls under way are cancelled.
	Close()
}

// Pages is one walk over the images of a query. It is used by one goroutine
// at a time.
type Pages interface {
	// Next reads the next page. The images are those that the service sent,
	// the ones among them that only the local part of the query would leave
	// out. After an error Next may be called again, for the same page.
	Next(ctx context.Context) (model.Page, error)
	// All says that every page is wanted, so that several may be read at once.
	All()
	// Close ends what is being read.
	Close()
}

// About describes a connection, and what the configuration says of its cloud.
type About struct {
	remote.Connection
	// Color is how the cloud is marked: red, yellow, green, blue, purple, or
	// empty.
	Color string
	// Start is what the list of this cloud begins with, and Columns are its
	// columns; nil are those of the options.
	Start   *query.Query
	Columns []string
	// Production reports whether the cloud's name is asked for before anything is
	// changed.
	Production bool
}

// Facts are what is known of a cloud beside its images. The zero value knows
// nothing.
type Facts struct {
	Schema model.Schema
	// Stores are those of the service; none where it does not name them.
	Stores []model.Store
	// Projects are the names of projects by their ids: of the owners that were
	// asked for, and of all others that were learned with them.
	Projects map[string]text.Untrusted
}
