package faults

import (
	"net/http"
	"testing"
)

func TestSharesComeTrue(t *testing.T) {
	t.Parallel()
	wrong, err := Parse("503=5%,429=2%,reset-after=1%")
	if err != nil {
		t.Fatal(err)
	}
	i := NewInjector(3)
	i.Set(wrong)
	counts := map[string]int{}
	const n = 100_000
	for range n {
		f, _, _ := i.draw(Write)
		counts[f.String()]++
	}
	for name, share := range map[string]float64{"503": 0.05, "429": 0.02, "reset-after": 0.01, "": 0.92} {
		if got := float64(counts[name]) / n; got < share*0.9 || got > share*1.1 {
			t.Errorf("%q befell %.4f of the requests, want %.2f", name, got, share)
		}
	}
}

func TestALostAnswerOfAnySizeIsGivenUp(t *testing.T) {
	t.Parallel()
	lost := &lostWriter{header: http.Header{}}
	chunk := make([]byte, 64<<10)
	for i := range 1 << 10 {
		if _, err := lost.Write(chunk); err != nil {
			if i*len(chunk) > 2*enoughLost {
				t.Errorf("it went on for %d bytes", i*len(chunk))
			}
			return
		}
	}
	t.Error("it went on for ever")
}
