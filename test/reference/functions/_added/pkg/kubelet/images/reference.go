package images

// NameWithTag is applyDefaultImageTag.
func NameWithTag(image string) (string, error) { return applyDefaultImageTag(image) }
