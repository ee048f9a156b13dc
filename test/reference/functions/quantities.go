package main

import (
	"encoding/json"
	"math/rand/v2"

	"k8s.io/apimachinery/pkg/api/resource"
)

// line is one question to a function, and its answer.
type line struct {
	In  any `json:"in"`
	Out any `json:"out"`
}

type quantity struct {
	Error string `json:"error,omitempty"`
	Text  string `json:"text,omitempty"`
	// Value and Milli are rounded up. They are left out where they do not fit 53 bits, because a number in JSON is not exact
	// there, and below zero, where Go rounds either way.
	Value *int64 `json:"value,omitempty"`
	Milli *int64 `json:"milli,omitempty"`
	// Again is what reading the text gives.
	Again string `json:"again,omitempty"`
}

// recordQuantities reads quantities and texts that are nearly quantities.
func recordQuantities(rng *rand.Rand, write func(any)) {
	f := filler{rng: rng}
	for i := range 4000 {
		text := f.quantity()
		if i%4 == 0 {
			text = spoil(rng, text)
		}
		write(line{In: text, Out: quantityOf(text)})
	}
}

func quantityOf(text string) quantity {
	var parsed resource.Quantity
	if err := json.Unmarshal(jsonOf(text), &parsed); err != nil {
		return quantity{Error: err.Error()}
	}
	answer := quantity{Text: parsed.String()}
	again, err := resource.ParseQuantity(answer.Text)
	check(err)
	answer.Again = again.String()
	if size := parsed.AsApproximateFloat64(); size >= 0 && size < 1<<53 {
		value := parsed.Value()
		answer.Value = &value
		if milli := parsed.MilliValue(); size*1000 < 1<<53 {
			answer.Milli = &milli
		}
	}
	return answer
}

// spoil changes a character or two.
func spoil(rng *rand.Rand, text string) string {
	letters := []rune("0123456789.-+eEKMGimunk x")
	runes := []rune(text)
	for range 1 + rng.IntN(2) {
		at := rng.IntN(len(runes) + 1)
		letter := letters[rng.IntN(len(letters))]
		if at < len(runes) && rng.IntN(2) == 0 {
			runes[at] = letter
		} else {
			runes = append(runes[:at], append([]rune{letter}, runes[at:]...)...)
		}
	}
	return string(runes)
}

// recordComparisons compares two quantities, as the API server does to tell whether they are equal.
func recordComparisons(rng *rand.Rand, write func(any)) {
	f := filler{rng: rng}
	for range 2000 {
		a, b := f.quantity(), f.quantity()
		if rng.IntN(3) == 0 {
			same := resource.MustParse(a)
			b = same.String()
		}
		left, right := resource.MustParse(a), resource.MustParse(b)
		write(line{In: []string{a, b}, Out: left.Cmp(right)})
	}
}
