package query

import (
	"fmt"
	"testing"

	"glimpse/model"
	"glimpse/model/text"
)

func manyImages(count int) []model.Image {
	images := make([]model.Image, count)
	for i := range images {
		images[i] = *sample()
		images[i].Name = text.Of(fmt.Sprintf("ubuntu-22.04-server-cloudimg-amd64-%06d", i))
	}
	return images
}

func benchmarkMatch(b *testing.B, line string) {
	images := manyImages(100_000)
	split := mustSplit(b, line, "")
	b.ReportAllocs()
	matched := 0
	for b.Loop() {
		for i := range images {
			if split.Match(&images[i]) {
				matched++
			}
		}
	}
	if matched == 0 {
		b.Fatal("nothing matched")
	}
}

func BenchmarkMatchNameContainsOver100000Images(b *testing.B) { benchmarkMatch(b, `AMD64-09999`) }

func BenchmarkMatchNameContainsNonASCIIOver100000Images(b *testing.B) {
	benchmarkMatch(b, `name!~größe`)
}

func BenchmarkMatchRegularExpressionOver100000Images(b *testing.B) {
	benchmarkMatch(b, `/amd64-0999\d+$/`)
}

func BenchmarkMatchSeveralTermsOver100000Images(b *testing.B) {
	benchmarkMatch(b, `status=active size>=1GiB tag=gold created=2024 os_distro!=debian server`)
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(`status=active visibility=public tag=gold tag=cis size>=1GiB created>=2024-01-01 os_distro=ubuntu name=in:a,b hidden=only`); err != nil {
			b.Fatal(err)
		}
	}
}
