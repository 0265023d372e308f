package plan

import (
	"strconv"
	"strings"

	"glimpse/model"
	"glimpse/model/patch"
	"glimpse/model/text"
)

// OpenStack returns the step as commands of the openstack client for a POSIX
// shell, one a line; an empty cloud is that of the OS_* variables. What that
// client cannot say stands there as a comment.
func (s *Step) OpenStack(cloud string) string {
	client := "openstack"
	if cloud != "" {
		client += " --os-cloud " + text.Of(cloud).Shell()
	}
	var out strings.Builder
	for _, words := range s.openStack() {
		if !strings.HasPrefix(words, "#") {
			words = client + " image " + words
		}
		out.WriteString(words + "\n")
	}
	return out.String()
}

// openStack returns the commands of a step, each from behind "image" on.
func (s *Step) openStack() []string {
	id := s.Image.ShellArgument()
	switch s.Kind {
	case Update:
		return s.openStackUpdate(id)
	case Retag:
		var lines []string
		for _, one := range []struct {
			verb string
			tags []string
		}{{"set", s.Add}, {"unset", s.Remove}} {
			if len(one.tags) > 0 {
				lines = append(lines, one.verb+options("--tag", one.tags)+" "+id)
			}
		}
		return lines
	case Deactivate:
		return []string{"set --deactivate " + id}
	case Reactivate:
		return []string{"set --activate " + id}
	case Delete:
		return []string{"delete " + id}
	case Create:
		return s.openStackCreate()
	case CreateFromVolume:
		return s.openStackVolume()
	case Share, Answer:
		if s.Members == nil {
			return nil
		}
		return s.openStackMembers(id)
	case Upload, Import, Download, DeleteFrom:
		return s.openStackData(id)
	case Relocate:
		return s.openStackLocations(id)
	case Cache, Uncache:
		return []string{s.openStackCache(id)}
	default:
		return []string{"# " + string(s.Kind) + " has no command"}
	}
}

func options(name string, values []string) string {
	var out strings.Builder
	for _, value := range values {
		// As one word, a value that begins with a dash is no option.
		out.WriteString(" " + name + "=" + text.Of(value).Shell())
	}
	return out.String()
}

func (s *Step) openStackUpdate(id string) []string {
	var lines []string
	set, unset := "", ""
	for _, operation := range s.Patch {
		if operation.Verb == patch.Remove {
			unset += options("--property", []string{operation.Field})
			continue
		}
		flags, sayable := flagsOf(patch.Field{Name: operation.Field, Set: true, Value: operation.Value})
		if _, isList := operation.Value.([]string); isList || !sayable { // the client only adds to a list
			lines = append(lines, "# openstack cannot set "+text.Escape(operation.Field)+" so on "+id)
			continue
		}
		set += flags
	}
	set += options("--tag", s.Add)
	unset += options("--tag", s.Remove)
	if set != "" {
		lines = append(lines, "set"+set+" "+id)
	}
	if unset != "" {
		lines = append(lines, "unset"+unset+" "+id)
	}
	return lines
}

func (s *Step) openStackCreate() []string {
	var lines []string
	name, flags, formats := "''", " --id="+s.Image.Shell(), 0
	for _, field := range s.New {
		if value, isText := field.Value.(string); isText && field.Name == model.AttrName.String() {
			name = text.Of(value).ShellArgument()
			continue
		}
		said, sayable := flagsOf(field)
		if isFormat(field.Name) && sayable {
			formats++
		}
		if !sayable || field.Name == model.AttrHidden.String() { // which is for existing images only
			lines = append(lines, "# openstack cannot create an image with this "+text.Escape(field.Name))
			continue
		}
		flags += said
	}
	if formats < 2 {
		lines = append(lines, "# openstack fills in the format that is not given: raw, bare")
	}
	return append(lines, "create"+flags+" "+name)
}

// flagsOf returns the options that give a field its value, each after a blank;
// sayable is false where there are none for it.
func flagsOf(field patch.Field) (flags string, sayable bool) {
	attribute, isAttribute := model.AttributeNamed(field.Name)
	switch value := field.Value.(type) {
	case string:
		if !isAttribute {
			// The client divides at the first equals sign, and wants a key.
			return options("--property", []string{field.Name + "=" + value}), field.Name != "" && !strings.Contains(field.Name, "=")
		}
		if attribute == model.AttrVisibility {
			return " --" + text.Of(value).Shell(), true
		}
		name, known := optionOf[attribute]
		return options(name, []string{value}), known
	case bool:
		if attribute == model.AttrProtected {
			return map[bool]string{true: " --protected", false: " --unprotected"}[value], true
		}
		return map[bool]string{true: " --hidden", false: " --unhidden"}[value], attribute == model.AttrHidden
	case int:
		return " " + optionOf[attribute] + " " + strconv.Itoa(value), true
	case int64:
		return " " + optionOf[attribute] + " " + strconv.FormatInt(value, 10), true
	case []string:
		return options("--tag", value), true
	default:
		return "", false
	}
}

// optionOf are the options for attributes with a value of their own.
var optionOf = map[model.Attribute]string{
	model.AttrName: "--name", model.AttrDiskFormat: "--disk-format", model.AttrContainerFormat: "--container-format",
	model.AttrMinDisk: "--min-disk", model.AttrMinRAM: "--min-ram", model.AttrOwner: "--project",
}
