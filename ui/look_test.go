package ui_test

import (
	"testing"
	"fmt"
	tea "charm.land/bubbletea/v2"
	"glimpse/ui/uitest"
)

func TestLook(t *testing.T) {
	d := start(t, options(newStub(500)), 80, 24)
	fmt.Println(uitest.Draw(t, d.View(), 80, 24).Text())
	d.Keys("enter")
	fmt.Println(uitest.Draw(t, d.View(), 80, 24).Text())
	d.Send(tea.WindowSizeMsg{Width: 120, Height: 40})
	fmt.Println(uitest.Draw(t, d.View(), 120, 40).Text())
	d.Keys("tab")
	fmt.Println(uitest.Draw(t, d.View(), 120, 40).Text())
	d.Keys("esc", "?")
	fmt.Println(uitest.Draw(t, d.View(), 120, 40).Text())
	d.Keys("esc", "4")
	fmt.Println(uitest.Draw(t, d.View(), 120, 40).Text())
	d.Keys("enter","w")
	fmt.Println(uitest.Draw(t, d.View(), 120, 40).Text())
}
