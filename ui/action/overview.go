package action

// OverviewKeys returns the bindings of the overview.
func OverviewKeys() Group {
	return Group{Scope: "overview", Title: "Overview", Bindings: []Binding{
		{Action: Open, Keys: []string{"enter"}, Label: "filter", Help: "list the images of the value under the cursor"},
		{Action: NextKey, Keys: []string{"right", "l"}, Shown: "→ l", Label: "next key", Help: "count by the next key"},
		{Action: PreviousKey, Keys: []string{"left", "h"}, Shown: "← h", Help: "count by the key before"},
		{Action: WithinKey, Keys: []string{"tab"}, Label: "within", Help: "count within each value by a second key, or by none"},
		{Action: Sort, Keys: []string{"s"}, Label: "sort", Help: "the most images first, the most bytes, or by the value"},
		{Action: LoadAll, Line: "load all", Keys: []string{"ctrl+l"}, Help: "load every image of the query"},
	}}
}
