package glance

type metadefs struct{}

func newMetadefs() *metadefs        { return &metadefs{} }
func metadefRoutes() []route        { return nil }
func metadefSchemas() []shownSchema { return nil }
func (c *call) createTask() error   { return noRoute() }
